package io.sightline.cli;

import io.sightline.detect.DetectorCatalog;
import io.sightline.lake.LakeEngine;
import io.sightline.lake.LakeException;
import io.sightline.query.LakeCatalog;
import io.sightline.query.QuerySession;
import io.sightline.query.RecordSource;
import io.sightline.query.ResultWriter;
import io.sightline.query.SqlScript;
import io.sightline.query.SqlValues;
import io.sightline.query.TableDefinitions;
import io.sightline.sink.TopicNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
            "  sightline sql -e \"SELECT defect, COUNT(*) FROM incidents GROUP BY defect\"",
            "  sightline sql --kafka localhost:9092 --follow --format json -e \"SELECT * FROM alerts\"",
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

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Files below this folder. Default: sightline-output.")
    private @Nullable Path output;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Topics of this Kafka cluster instead, as read_committed sees them.")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description =
                    "More client properties for --kafka, security for example. Never printed.")
    private @Nullable Path kafkaProperties;

    @Option(
            names = "--topics",
            paramLabel = "PREFIX",
            description =
                    "Of the topics with --kafka: PREFIX.alerts, PREFIX.measurements,"
                            + " PREFIX.stream-states. Default: sightline.")
    private @Nullable String topics;

    @Option(
            names = "--warehouse",
            paramLabel = "DIR|URI",
            description = "The lake that 'sightline lake' fills instead.")
    private @Nullable String warehouse;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "With --warehouse: properties of an Iceberg catalog, as it was filled.")
    private @Nullable Path catalog;

    @Option(
            names = "--follow",
            description =
                    "With --kafka: do not end with what is there, but go on; a query changes its"
                            + " answer as rows come.")
    private boolean follow;

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
        RecordSource source = source(problems);
        ZoneId zoneId = zoneId(problems);
        List<String> wanted = wanted(problems);
        if (!problems.isEmpty()) {
            terminal.err().println("sightline: " + new UsageException(problems).getMessage());
            terminal.err().println("Try 'sightline sql --help'.");
            return ExitStatus.USAGE;
        }
        DetectorCatalog installed = DetectorCatalog.load(SqlCommand.class.getClassLoader());
        if (printsInit) {
            terminal.out().print(TableDefinitions.script(source, installed.columns()));
            return ExitStatus.FINE;
        }
        try (QuerySession session = QuerySession.open(source, installed.columns(), zoneId)) {
            ResultWriter writer = writer(zoneId);
            if (!wanted.isEmpty()) {
                return execute(wanted, session, writer);
            }
            return Terminal.isTerminal()
                    ? new SqlPrompt(terminal, session, writer, HISTORY).run()
                    : executeInput(session, writer);
        }
    }

    /** Nobody is there to be asked: what is piped in is a script, executed as it comes. */
    private int executeInput(QuerySession session, ResultWriter writer) throws IOException {
        StringBuilder statement = new StringBuilder();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            statement.append(line).append('\n');
            if (SqlScript.isComplete(statement.toString())) {
                int status = execute(SqlScript.statements(statement.toString()), session, writer);
                if (status != ExitStatus.FINE) {
                    return status;
                }
                statement.setLength(0);
            }
        }
        return execute(SqlScript.statements(statement.toString()), session, writer);
    }

    private int execute(List<String> wanted, QuerySession session, ResultWriter writer) {
        for (String statement : wanted) {
            try {
                session.execute(statement, writer);
            } catch (Exception e) {
                terminal.err().println("sightline: " + SqlTrouble.describe(e));
                return ExitStatus.FAILED;
            }
        }
        return ExitStatus.FINE;
    }

    private RecordSource source(List<String> problems) {
        if (warehouse != null) {
            return lake(problems);
        }
        if (catalog != null) {
            problems.add("--catalog: is of use only with --warehouse");
        }
        if (kafka == null) {
            if (topics != null || kafkaProperties != null || follow) {
                problems.add(
                        "--topics, --kafka-properties and --follow: are of use only with --kafka");
            }
            Path folder = output == null ? PlanBuilder.DEFAULT_OUTPUT : output;
            if (!printsInit && !Files.isDirectory(folder)) {
                problems.add(
                        "--output: there is no folder "
                                + folder
                                + "; name the one that 'sightline monitor' wrote to, or --kafka");
            }
            return new RecordSource.Files(folder.toString());
        }
        if (output != null) {
            problems.add("--kafka and --output exclude each other: choose topics or files");
        }
        KafkaOptions options = new KafkaOptions(problems);
        options.requireServers(kafka);
        Map<String, String> properties = options.properties(kafkaProperties);
        String prefix = options.prefix("--topics", topics, TopicNames.DEFAULT_PREFIX);
        return new RecordSource.Topics(
                kafka,
                TopicNames.of(prefix),
                follow ? RecordSource.Extent.ON_AND_ON : RecordSource.Extent.UNTIL_NOW,
                properties);
    }

    private RecordSource lake(List<String> problems) {
        if (kafka != null || output != null) {
            problems.add("--warehouse, --kafka and --output exclude each other: choose one");
        }
        if (topics != null || kafkaProperties != null || follow) {
            problems.add("--topics, --kafka-properties and --follow: are of use only with --kafka");
        }
        LakeCatalog lake = new LakeOptions(problems).catalog(warehouse, catalog);
        if (problems.isEmpty() && !printsInit) {
            try {
                LakeEngine.find()
                        .orElseThrow(() -> new LakeException(LakeOptions.NOT_HERE))
                        .requireTables(lake);
            } catch (LakeException e) {
                problems.add("--warehouse: " + e.getMessage());
            }
        }
        return new RecordSource.Lake(lake);
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
        SqlFormat wanted = format != null ? format : follow ? SqlFormat.JSON : SqlFormat.TABLE;
        SqlValues values = new SqlValues(zoneId);
        return switch (wanted) {
            case TABLE -> new SqlTableWriter(terminal.out(), values);
            case CSV -> new SqlCsvWriter(terminal.out(), values);
            case JSON -> new SqlLineWriter(terminal.out(), values);
        };
    }
}
