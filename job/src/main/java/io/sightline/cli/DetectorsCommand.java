package io.sightline.cli;

import io.sightline.cli.TextTable.Align;
import io.sightline.cli.TextTable.Cell;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.api.VideoDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sightline detectors}: what is installed. */
@Command(
        name = "detectors",
        header = "List what can be measured.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        description = {
            "",
            "Lists the installed detectors, those of plug-in jars included, and the metrics they"
                    + " measure. Levels and durations are the policy's.",
            ""
        })
final class DetectorsCommand implements Callable<Integer> {

    private static final int WIDTH_OF_FILES = 200;

    private final Terminal terminal;

    DetectorsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        int width = terminal.interactive() ? terminal.size().get().columns() : WIDTH_OF_FILES;
        List<Detector> installed =
                DetectorCatalog.load(DetectorsCommand.class.getClassLoader()).descriptions();
        lines(installed, width, terminal.palette()).forEach(terminal.out()::println);
        return ExitStatus.FINE;
    }

    /** Two tables: the detectors, and what they measure. */
    static List<String> lines(List<Detector> detectors, int width, Palette palette) {
        if (detectors.isEmpty()) {
            return List.of("No detector is installed.");
        }
        TextTable overview =
                new TextTable()
                        .column("DETECTOR")
                        .column("VERSION", Align.RIGHT, 7)
                        .column("LOOKS AT")
                        .column("COST (OF DECODING)");
        TextTable metrics =
                new TextTable()
                        .column("METRIC")
                        .column("UNIT")
                        .column("DETECTOR")
                        .column("MEANING");
        for (Detector detector : detectors) {
            overview.row(
                    List.of(
                            Cell.of(detector.id()),
                            Cell.of(Integer.toString(detector.version())),
                            Cell.of(kind(detector)),
                            Cell.of(cost(detector.cost()))));
            for (Metric metric : detector.metrics()) {
                metrics.row(
                        List.of(
                                Cell.of(metric.name()),
                                Cell.of(metric.unit().symbol()),
                                Cell.of(detector.id()),
                                Cell.of(metric.meaning())));
            }
        }
        List<String> lines = new ArrayList<>(overview.lines(width, "", palette));
        lines.add("");
        lines.addAll(metrics.lines(width, "", palette));
        return lines;
    }

    private static String kind(Detector detector) {
        List<String> kinds = new ArrayList<>();
        if (detector instanceof VideoDetector) {
            kinds.add("video");
        }
        if (detector instanceof AudioDetector) {
            kinds.add("audio");
        }
        if (detector instanceof SyncDetector) {
            kinds.add("both");
        }
        return String.join(", ", kinds);
    }

    private static String cost(CostClass cost) {
        return switch (cost) {
            case NEGLIGIBLE -> "negligible, under 1 %";
            case LOW -> "low, 1 to 5 %";
            case MODERATE -> "moderate, 5 to 25 %";
            case HIGH -> "high, over 25 %";
        };
    }
}
