package io.sightline.cli;

import io.sightline.isolation.CrashLedger;
import io.sightline.isolation.CrashRecord;
import io.sightline.job.MonitorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sightline streams release}. */
@Command(
        name = "release",
        header = "Have quarantined streams read again, or list them.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "A stream that was being read or examined in several crashes of the process is"
                    + " quarantined. This forgets its crashes; a running job follows within"
                    + " seconds. Without ids, what is held against streams is listed.",
            ""
        },
        parameterListHeading = "Streams:%n",
        optionListHeading = "%nOptions:%n")
final class StreamsReleaseCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of streams.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--marks",
            paramLabel = "DIR",
            description =
                    "The folder of crash marks, as the stream's state names it. Default: that of a"
                            + " run with the default output.")
    private Path marks =
            Path.of("sightline-output").resolve("checkpoints").resolve(MonitorPlan.CRASH_MARKS);

    private final Terminal terminal;

    StreamsReleaseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!Files.isDirectory(marks)) {
            return refuse("no crash marks are kept in " + marks + "; name their folder (--marks)");
        }
        try {
            return ids.isEmpty() ? list() : release();
        } catch (IOException e) {
            return refuse("cannot use the crash marks in " + marks + ": " + e.getMessage());
        }
    }

    private int list() throws IOException {
        List<CrashRecord> suspects =
                CrashLedger.list(marks).stream().filter(CrashRecord::isSuspect).toList();
        if (suspects.isEmpty()) {
            terminal.out().println("Nothing is held against any stream in " + marks + ".");
        }
        for (CrashRecord record : suspects) {
            boolean isQuarantined = record.isQuarantined(terminal.clock().millis());
            terminal.out()
                    .printf(
                            "%s  crashes=%d  %s%n",
                            record.input().stream(),
                            record.crashes(),
                            isQuarantined
                                    ? "quarantined until " + time(record.untilMillis())
                                    : "suspected since " + time(record.lastMillis()));
        }
        return ExitStatus.FINE;
    }

    private int release() throws IOException {
        List<String> held =
                CrashLedger.list(marks).stream().map(r -> r.input().stream().value()).toList();
        List<String> unknown = ids.stream().filter(id -> !held.contains(id)).toList();
        if (!unknown.isEmpty()) {
            return refuse("nothing is held against " + RegistryCommand.named(unknown));
        }
        CrashLedger.release(marks, ids);
        terminal.out()
                .println(
                        "Released "
                                + RegistryCommand.named(ids.stream().distinct().toList())
                                + ".");
        return ExitStatus.FINE;
    }

    private int refuse(String reason) {
        terminal.err().println("sightline: " + reason);
        return ExitStatus.USAGE;
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
    }
}
