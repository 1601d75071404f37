package io.sightline.cli;

import io.sightline.detect.DetectorCatalog;
import io.sightline.query.ControlTables;
import io.sightline.query.QuerySession;
import io.sightline.query.RecordSource;
import io.sightline.query.ResultWriter;
import io.sightline.query.SqlScript;
import io.sightline.query.SqlValues;
import io.sightline.query.TableDefinitions;
import io.sightline.registry.RegistryAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sightline sql}: asks the record. */
@Command(
        name = "sql",
        header = "Ask the record in SQL.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Flink SQL over the record, topics, files or lake, with its tables (alerts, measurements,"
                    + " stream_states), views (incidents, open_incidents, stream_minutes,"
                    + " availability_daily, coverage_daily, defects_by_label) and functions already"
                    + " there. Runs in this process, without a cluster. Without a query: asks for"
                    + " one, again and again, or executes what is piped in.",
            ""
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every statement was executed",
            "2:the command line is wrong",
            "4:a statement failed; those after it were not executed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline sql --output sightline-output/demo",
            "  sightline sql -e \"SELECT defect, COUNT(*) FROM incidents GROUP BY defect\"",
            "  sightline sql --kafka localhost:9092 --follow --format json -e \"SELECT * FROM alerts\"",
            "  sightline sql --warehouse lake -e \"SELECT COUNT(*) FROM measurements\"",
            "  sightline sql --print-init --kafka kafka:9092 > init.sql; sql-client.sh -i init.sql",
        })
final class SqlCommand implements Callable<Integer> {

    @Option(
            names = {"-e", "--execute"},
            paramLabel = "SQL",
            description = "Statements to execute, before those of files. May be repeated.")
    private List<String> statements = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Statements to execute, each ended by a semicolon. May be repeated.")
    private List<Path> scripts = new ArrayList<>();

    @Mixin private SqlRecordOptions record = new SqlRecordOptions();

    @Option(
            names = "--format",
            paramLabel = "KIND",
            description =
                    "table, csv or json (an object a line). Default: table; json with --follow.")
    private @Nullable SqlFormat format;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description =
                    "Time zone in which SQL reads and writes times, such as Europe/Vienna. Default:"
                            + " UTC.")
    private String zone = "UTC";

    @Option(
            names = "--print-init",
            description =
                    "Print the statements that make tables, functions and views, and execute"
                            + " nothing: for the SQL client or gateway of a cluster.")
    private boolean printsInit;

    private static final Path HISTORY =
            Path.of(System.getProperty("user.home"), ".sightline_sql_history");

    private final Terminal terminal;

    SqlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<String> problems = new ArrayList<>();
        ZoneId zoneId = zoneId(problems);
        List<String> wanted = wanted(problems);
        if (record.isFollowed() && format != null && format != SqlFormat.JSON) {
            problems.add("--format: with --follow rows can be taken back, which only json tells");
        }
        RecordSource source = printsInit ? record.described(problems) : record.readable(problems);
        RegistryAddress controls =
                printsInit ? record.describedControls(problems) : record.readableControls(problems);
        if (!problems.isEmpty()) {
            terminal.err().println("sightline: " + new UsageException(problems).getMessage());
            terminal.err().println("Try 'sightline sql --help'.");
            return ExitStatus.USAGE;
        }
        DetectorCatalog installed = DetectorCatalog.load(SqlCommand.class.getClassLoader());
        if (printsInit) {
            terminal.out().print(TableDefinitions.init(source, installed.columns()));
            if (controls != null) {
                terminal.out().print("\n" + ControlTables.script(source, controls));
            }
            return ExitStatus.FINE;
        }
        try (QuerySession session =
                QuerySession.open(source, installed.columns(), controls, zoneId)) {
            return run(session, writer(zoneId), wanted);
        }
    }

    private int run(QuerySession session, ResultWriter writer, List<String> wanted)
            throws IOException {
        SqlStatements statements = new SqlStatements(session, writer, terminal.err());
        if (!wanted.isEmpty()) {
            return statements.execute(wanted);
        }
        if (!Terminal.isTerminal()) {
            return statements.executeAll(System.in); // nobody is there to be asked
        }
        try (var keyboard = TerminalBuilder.builder().system(true).dumb(true).build()) {
            return new SqlPrompt(terminal, session, writer, HISTORY).run(keyboard);
        }
    }

    private ZoneId zoneId(List<String> problems) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            problems.add("--zone: '" + zone + "' is no time zone; one is Europe/Vienna, or UTC");
            return ZoneId.of("UTC");
        }
    }

    private List<String> wanted(List<String> problems) {
        List<String> all = new ArrayList<>();
        statements.forEach(text -> all.addAll(SqlScript.statements(text)));
        for (Path script : scripts) {
            try {
                all.addAll(SqlScript.statements(Files.readString(script)));
            } catch (IOException e) {
                problems.add("cannot read " + script + ": " + e.getMessage());
            }
        }
        return all;
    }

    private ResultWriter writer(ZoneId zoneId) {
        SqlFormat wanted =
                format != null ? format : record.isFollowed() ? SqlFormat.JSON : SqlFormat.TABLE;
        SqlValues values = new SqlValues(zoneId);
        return switch (wanted) {
            case TABLE -> new SqlTableWriter(terminal.out(), values);
            case CSV -> new SqlCsvWriter(terminal.out(), values);
            case JSON -> new SqlLineWriter(terminal.out(), values);
        };
    }
}
