package io.sightline.cli;

import io.sightline.job.ClusterJob;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one entry to everything: {@code sightline COMMAND}. */
@Command(
        name = "sightline",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        subcommands = {
            DemoCommand.class,
            MonitorCommand.class,
            NotifyCommand.class,
            StreamsCommand.class,
            ControlsCommand.class,
            DetectorsCommand.class,
            InjectCommand.class,
            VerifyCommand.class,
            SqlCommand.class,
            BacktestCommand.class,
            LakeCommand.class,
            SizeCommand.class,
            CommandLine.HelpCommand.class
        },
        description = {
            "",
            "Watches live audio and video streams, measures every frame and every block of"
                    + " samples, and tells about each defect exactly once.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Examples:",
            "  sightline demo",
            "      a few streams with known defects, watched live: start here",
            "  sightline monitor recording.mp4",
            "      examine a file as fast as it can be read, then end",
            "  sightline monitor https://example.org/live/master.m3u8 udp://239.1.1.1:5000",
            "      watch live streams until Ctrl-C",
            "  sightline monitor --registry streams.yaml --kafka localhost:9092",
            "      watch what a file lists, write to Kafka",
            "",
            "'sightline help COMMAND' explains a command."
        })
public final class Sightline {

    private Sightline() {}

    /** Ends the process with the status of the command, unless the process is a cluster's. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && args[0].equals("sql")) {
            // A query that fails is told in one sentence; Flink would log it many times over.
            System.getProperties().putIfAbsent("sightline.log.libraries", "OFF");
        }
        // Standard output belongs to the command alone. Whatever a library prints goes to standard
        // error, so that '--print json' stays clean.
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        System.setOut(err);
        System.setErr(err);
        if (ClusterJob.isHere()) {
            ClusterProgram.run(out, EmbeddedJob::start, args);
            return; // the process is the cluster's
        }
        int status = run(Terminal.ofProcess(out, err), EmbeddedJob::start, args);
        out.flush();
        err.flush();
        // Threads of libraries must not keep the process alive.
        System.exit(status);
    }

    static int run(Terminal terminal, JobStarter starter, String... args) {
        return commandLine(terminal, starter).execute(args);
    }

    static CommandLine commandLine(Terminal terminal, JobStarter starter) {
        CommandLine commandLine = new CommandLine(new Sightline(), new Commands(terminal, starter));
        commandLine.setOut(writer(terminal.out()));
        commandLine.setErr(writer(terminal.err()));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpWidth(usageWidth(terminal));
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commandLine.setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                    command.getErr().println("sightline: " + Failures.describe(failure));
                    return ExitStatus.FAILED;
                });
        return commandLine;
    }

    /** Examples are 88 characters wide; beyond 100, text is hard to read. */
    private static int usageWidth(Terminal terminal) {
        return terminal.interactive()
                ? Math.max(60, Math.min(100, terminal.size().get().columns()))
                : 100;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, /* autoFlush= */ true, StandardCharsets.UTF_8);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new FileOutputStream(descriptor), /* autoFlush= */ true, StandardCharsets.UTF_8);
    }

    /** Makes commands with what they need: the terminal, and a way to start jobs. */
    private record Commands(Terminal terminal, JobStarter starter) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                Class<?>[] needed = constructor.getParameterTypes();
                if (Arrays.equals(needed, new Class<?>[] {Terminal.class})) {
                    return type.cast(constructor.newInstance(terminal));
                }
                if (Arrays.equals(needed, new Class<?>[] {Terminal.class, JobStarter.class})) {
                    return type.cast(constructor.newInstance(terminal, starter));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
