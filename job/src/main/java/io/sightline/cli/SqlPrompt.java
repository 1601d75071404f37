package io.sightline.cli;

import io.sightline.query.QuerySession;
import io.sightline.query.ResultWriter;
import io.sightline.query.SqlScript;
import java.io.IOException;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.TerminalBuilder;

/**
 * Asks for statements until there are no more: on a terminal with editing and a history that is
 * kept, else line by line from standard input. A statement ends with a semicolon.
 */
final class SqlPrompt {

    private static final String FIRST = "sightline> ";
    private static final String MORE = "         > ";

    private final Terminal terminal;
    private final QuerySession session;
    private final ResultWriter writer;

    SqlPrompt(Terminal terminal, QuerySession session, ResultWriter writer) {
        this.terminal = terminal;
        this.session = session;
        this.writer = writer;
    }

    /** Returns the exit status: a mistake at a prompt is no failure. */
    int run() throws IOException {
        try (org.jline.terminal.Terminal lines =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            DefaultParser parser = new DefaultParser();
            parser.setEscapeChars(null); // a backslash is a character of SQL
            parser.setQuoteChars(new char[0]);
            LineReader reader =
                    LineReaderBuilder.builder()
                            .terminal(lines)
                            .parser(parser)
                            .history(new DefaultHistory())
                            .variable(LineReader.HISTORY_FILE, history())
                            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                            .build();
            if (terminal.interactive()) {
                terminal.out()
                        .println(
                                "SQL over the record. SHOW TABLES; shows what there is, quit ends.");
            }
            StringBuilder statement = new StringBuilder();
            while (true) {
                try {
                    String line = reader.readLine(statement.isEmpty() ? FIRST : MORE);
                    if (statement.isEmpty() && isGoodbye(line)) {
                        return ExitStatus.FINE;
                    }
                    statement.append(line).append('\n');
                    if (line.strip().endsWith(";")) {
                        execute(statement.toString());
                        statement.setLength(0);
                    }
                } catch (UserInterruptException e) {
                    statement.setLength(0); // Ctrl-C: begin again
                } catch (EndOfFileException e) {
                    return ExitStatus.FINE; // Ctrl-D
                }
            }
        }
    }

    private static boolean isGoodbye(String line) {
        String word = line.strip().replace(";", "");
        return word.equalsIgnoreCase("quit") || word.equalsIgnoreCase("exit");
    }

    private static Path history() {
        return Path.of(System.getProperty("user.home"), ".sightline_sql_history");
    }

    private void execute(String text) {
        for (String one : SqlScript.statements(text)) {
            try {
                session.execute(one, writer);
            } catch (Exception e) {
                terminal.err().println(SqlTrouble.describe(e));
            }
        }
    }
}
