package io.sightline.cli;

import io.sightline.query.QuerySession;
import io.sightline.query.ResultWriter;
import io.sightline.query.SqlScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Executes statements one after the other, up to the first that fails. */
final class SqlStatements {

    private final QuerySession session;
    private final ResultWriter writer;
    private final PrintStream err;

    SqlStatements(QuerySession session, ResultWriter writer, PrintStream err) {
        this.session = session;
        this.writer = writer;
        this.err = err;
    }

    /** Returns the exit status. */
    int execute(List<String> statements) {
        for (String statement : statements) {
            try {
                session.execute(statement, writer);
            } catch (Exception e) {
                err.println("sightline: " + SqlTrouble.describe(e));
                return ExitStatus.FAILED;
            }
        }
        return ExitStatus.FINE;
    }

    /** What is piped in is a script, executed as it comes. Returns the exit status. */
    int executeAll(InputStream input) throws IOException {
        StringBuilder statement = new StringBuilder();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            statement.append(line).append('\n');
            if (SqlScript.isComplete(statement.toString())) {
                int status = execute(SqlScript.statements(statement.toString()));
                if (status != ExitStatus.FINE) {
                    return status;
                }
                statement.setLength(0);
            }
        }
        return execute(SqlScript.statements(statement.toString()));
    }
}
