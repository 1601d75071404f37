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
import io.sightline.model.ModelDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sightline detectors}: what is installed. */
@Command(
        name = "detectors",
        header = "List what can be measured.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        description = {
            "",
            "Lists the installed detectors, those of plug-in jars included, the metrics they"
                    + " measure, and the models that some of them ask. Levels and durations are the"
                    + " policy's.",
            ""
        })
final class DetectorsCommand implements Callable<Integer> {

    private static final int WIDTH_OF_FILES = 200;

    /** Below this, meanings stand under their metrics instead of beside them. */
    private static final int WIDE = 100;

    private static final int WIDEST_TEXT = 120;

    private static final String INDENT = "    ";

    @Mixin private ModelOptions models = new ModelOptions();

    private final Terminal terminal;

    DetectorsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        int width = terminal.interactive() ? terminal.size().get().columns() : WIDTH_OF_FILES;
        DetectorCatalog catalog =
                DetectorCatalog.find(DetectorsCommand.class.getClassLoader(), models.settings());
        lines(catalog, width, terminal.palette()).forEach(terminal.out()::println);
        List<String> problems = new ArrayList<>(catalog.problems());
        problems.addAll(catalog.loadModels(List.of()));
        problems.forEach(problem -> terminal.err().println("sightline: " + problem));
        return problems.isEmpty() ? ExitStatus.FINE : ExitStatus.USAGE;
    }

    /** Two tables: the detectors, and what they measure. */
    static List<String> lines(DetectorCatalog catalog, int width, Palette palette) {
        List<Detector> detectors = catalog.descriptions();
        if (detectors.isEmpty()) {
            return List.of("No detector is installed.");
        }
        List<String> lines = new ArrayList<>();
        lines.addAll(overview(catalog).lines(width, "", palette));
        lines.add("");
        lines.addAll(
                width >= WIDE
                        ? metricsWithMeanings(detectors, width, palette)
                        : metricsOverMeanings(detectors, width, palette));
        catalog.models().forEach(model -> lines.addAll(about(model, width, palette)));
        return lines;
    }

    /** What a model was made of: whoever deploys it answers for that. */
    private static List<String> about(ModelDescription model, int width, Palette palette) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                palette.paint(
                        Palette.Style.HEADING,
                        "Model %s, version %d".formatted(model.id(), model.version())));
        String text =
                "For %s. Licence %s. SHA-256 %.12s... Trained: %s"
                        .formatted(
                                model.detector().value(),
                                model.licence(),
                                model.sha256(),
                                model.training());
        wrapped(text, Math.max(20, Math.min(WIDEST_TEXT, width) - INDENT.length()))
                .forEach(line -> lines.add(INDENT + line));
        return lines;
    }

    private static TextTable overview(DetectorCatalog catalog) {
        TextTable table =
                new TextTable()
                        .column("DETECTOR")
                        .column("VERSION", Align.RIGHT, 7)
                        .column("LOOKS AT")
                        .column("COST (OF DECODING)")
                        .column("FROM");
        for (Detector detector : catalog.descriptions()) {
            table.row(
                    List.of(
                            Cell.of(detector.id()),
                            Cell.of(Integer.toString(detector.version())),
                            Cell.of(kind(detector)),
                            Cell.of(cost(detector.cost())),
                            Cell.of(catalog.sourceOf(detector))));
        }
        return table;
    }

    private static List<String> metricsWithMeanings(
            List<Detector> detectors, int width, Palette palette) {
        int left =
                metricTable(detectors, Map.of()).lines(width, "", Palette.PLAIN).stream()
                        .mapToInt(line -> line.indexOf("MEANING"))
                        .max()
                        .orElse(0);
        Map<Metric, List<String>> meanings = new HashMap<>();
        for (Detector detector : detectors) {
            for (Metric metric : detector.metrics()) {
                meanings.put(metric, wrapped(metric.meaning(), Math.max(20, width - left)));
            }
        }
        return metricTable(detectors, meanings).lines(width, "", palette);
    }

    private static TextTable metricTable(
            List<Detector> detectors, Map<Metric, List<String>> meanings) {
        TextTable table =
                new TextTable()
                        .column("METRIC")
                        .column("UNIT")
                        .column("DETECTOR")
                        .column("MEANING");
        for (Detector detector : detectors) {
            for (Metric metric : detector.metrics()) {
                List<String> parts = meanings.getOrDefault(metric, List.of(""));
                table.row(
                        List.of(
                                Cell.of(metric.name()),
                                Cell.of(metric.unit().symbol()),
                                Cell.of(detector.id()),
                                Cell.of(parts.get(0))));
                for (String part : parts.subList(1, parts.size())) {
                    table.row(List.of(Cell.of(""), Cell.of(""), Cell.of(""), Cell.of(part)));
                }
            }
        }
        return table;
    }

    private static List<String> metricsOverMeanings(
            List<Detector> detectors, int width, Palette palette) {
        List<String> lines = new ArrayList<>();
        for (Detector detector : detectors) {
            lines.add(palette.paint(Palette.Style.HEADING, detector.id()));
            for (Metric metric : detector.metrics()) {
                lines.add("  " + metric.name() + " (" + metric.unit().symbol() + ")");
                wrapped(metric.meaning(), Math.max(20, width - INDENT.length()))
                        .forEach(part -> lines.add(INDENT + part));
            }
        }
        return lines;
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
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
