package io.sightline.cli;

import io.sightline.demo.Comparison;
import io.sightline.demo.DemoStreams;
import io.sightline.demo.Found;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.model.DefectId;
import io.sightline.job.MonitorPlan;
import io.sightline.table.Alert;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sightline demo}: real-time streams with known defects, watched until all were shown. */
@Command(
        name = "demo",
        header = "Watch streams with known defects on this machine: start here.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Makes a few streams, breaks them in known ways, serves them in real time on this"
                    + " machine and watches them: live HLS, MPEG-TS over UDP and progressive HTTP."
                    + " Takes about a minute and a half, then compares what was found with what"
                    + " was planted. Nothing leaves the machine, nothing is downloaded.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every planted defect was found, with the right times, and nothing else",
            "1:anything else was found, or it was stopped by Ctrl-C",
            "2:the command line is wrong; nothing was started",
            "4:the run failed"
        })
final class DemoCommand implements Callable<Integer> {

    private static final Path DEFAULT_OUTPUT = PlanBuilder.DEFAULT_OUTPUT.resolve("demo");

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "Where alerts, measurements and states are written as files. Default:"
                            + " sightline-output/demo.")
    private @Nullable Path output;

    @Option(
            names = "--print",
            paramLabel = "KIND",
            defaultValue = "auto",
            description =
                    "auto, table, lines or json, as for monitor. Default: table on a terminal,"
                            + " else lines.")
    private String print = "auto";

    private final Terminal terminal;
    private final JobStarter starter;

    DemoCommand(Terminal terminal, JobStarter starter) {
        this.terminal = terminal;
        this.starter = starter;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = output == null ? DEFAULT_OUTPUT : output;
        PlanBuilder builder =
                new PlanBuilder(DetectorCatalog.find(DemoCommand.class.getClassLoader()));
        ViewKind kind = builder.viewKind(print);
        try (StopSignal stop = StopSignal.install();
                DemoStreams streams = DemoStreams.prepare(terminal.clock(), progress(kind))) {
            return run(streams, stop, builder, kind, folder);
        } catch (UsageException e) {
            terminal.err().println("sightline: " + e.getMessage());
            terminal.err().println("Try 'sightline demo --help'.");
            return ExitStatus.USAGE;
        }
    }

    private int run(
            DemoStreams streams, StopSignal stop, PlanBuilder builder, ViewKind kind, Path folder)
            throws Exception {
        if (stop.isWanted()) {
            return ExitStatus.INCIDENT;
        }
        streams.start();
        MonitorPlan plan =
                builder.build(MonitorRequest.of(List.of(), folder), streams.entries()).plan();
        PrintStream people = kind.forPeople(terminal);
        people.println("Five streams are live on this machine, each in real time:");
        plan.streams()
                .forEach(entry -> people.println("  " + pad(entry.id().value(), 8) + entry.url()));
        people.println();
        RunRecord record = new RunRecord(terminal.clock());
        var unused =
                new MonitorSession(starter)
                        .run(
                                plan,
                                kind.create(terminal, record),
                                record,
                                () -> streams.isOver() || stop.isWanted());
        Palette palette = kind == ViewKind.JSON ? Palette.PLAIN : terminal.palette();
        int width = terminal.interactive() ? terminal.size().get().columns() : 160;
        people.println();
        Summary.lines(record, EventTimes.clock(terminal.zone()), width, palette)
                .forEach(people::println);
        people.println();
        if (stop.isWanted()) {
            people.println("Stopped before the end: nothing is compared.");
            return ExitStatus.INCIDENT;
        }
        Comparison comparison = Comparison.of(streams.planted(), found(record, streams));
        DemoVerdict.lines(comparison, width, palette).forEach(people::println);
        people.println();
        nextSteps(folder).forEach(people::println);
        return comparison.isMatch() ? ExitStatus.FINE : ExitStatus.INCIDENT;
    }

    private static List<Found> found(RunRecord record, DemoStreams streams) {
        return record.incidents().stream()
                .map(RunRecord.Incident::last)
                .map(alert -> found(alert, streams.zeroMillis(alert.streamId())))
                .toList();
    }

    private static Found found(Alert alert, long zeroMillis) {
        Long ended = alert.endedAtMillis();
        return new Found(
                alert.streamId(),
                new DefectId(alert.defect()),
                alert.startedAtMillis() - zeroMillis,
                ended == null ? OptionalLong.empty() : OptionalLong.of(ended - zeroMillis));
    }

    private BiConsumer<Integer, Integer> progress(ViewKind kind) {
        PrintStream people = kind.forPeople(terminal);
        return (done, all) -> {
            if (terminal.interactive() && kind != ViewKind.JSON) {
                people.print("\rMaking media: " + done + " of " + all + " streams");
                people.print(done.equals(all) ? "\n" : "");
                people.flush();
            } else if (done == 0) {
                people.println("Making media for " + all + " streams (some 20 s) ...");
            }
        };
    }

    private static List<String> nextSteps(Path folder) {
        return List.of(
                "Alerts, measurements and states are in " + folder + ". Try next:",
                "  sightline monitor some-file.mp4                         examine a file of yours",
                "  sightline monitor https://example.org/live/master.m3u8  watch a live stream",
                "  sightline sql --output " + folder + "   ask them in SQL",
                "  sightline detectors                                     what is measured");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
