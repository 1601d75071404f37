package io.sightline.cli;

import io.sightline.query.QuerySession;
import io.sightline.query.ResultWriter;
import io.sightline.query.SqlScript;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal.Signal;

/**
 * Asks a person for statements, with editing and a history that is kept, until there are no more. A
 * statement may have several lines and ends with a semicolon. Ctrl-C gives up a statement that is
 * typed or executed, Ctrl-D and {@code quit} end.
 */
final class SqlPrompt {

    private static final String FIRST = "sightline> ";
    private static final String MORE = "         > ";
    private static final Set<String> GOODBYES = Set.of("quit", "exit", "\\q");

    private final Terminal terminal;
    private final QuerySession session;
    private final ResultWriter writer;
    private final Path history;

    /**
     * @param history the file that keeps it; created when something was typed
     */
    SqlPrompt(Terminal terminal, QuerySession session, ResultWriter writer, Path history) {
        this.terminal = terminal;
        this.session = session;
        this.writer = writer;
        this.history = history;
    }

    /** Returns the exit status: a mistake at a prompt is no failure. */
    int run(org.jline.terminal.Terminal keyboard) {
        keyboard.handle(Signal.INT, signal -> session.cancel());
        LineReader reader = reader(keyboard);
        terminal.out()
                .println(
                        "SQL over the record; a statement ends with a semicolon. SHOW TABLES;"
                                + " and SHOW VIEWS; list what there is, quit ends.");
        StringBuilder statement = new StringBuilder();
        while (true) {
            try {
                String line = reader.readLine(statement.isEmpty() ? FIRST : MORE);
                if (statement.isEmpty() && isGoodbye(line)) {
                    return ExitStatus.FINE;
                }
                statement.append(line).append('\n');
                if (statement.toString().isBlank()) {
                    statement.setLength(0);
                } else if (SqlScript.isComplete(statement.toString())) {
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

    private LineReader reader(org.jline.terminal.Terminal keyboard) {
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(null); // a backslash is a character of SQL
        parser.setQuoteChars(new char[0]);
        return LineReaderBuilder.builder()
                .terminal(keyboard)
                .parser(parser)
                .variable(LineReader.HISTORY_FILE, history)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    private static boolean isGoodbye(String line) {
        return GOODBYES.contains(line.strip().replace(";", "").toLowerCase(Locale.ROOT));
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
