package io.sightline.model;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.model.DefectId;
import io.sightline.policy.Looks;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.YamlMap;
import io.sightline.yaml.YamlText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what a model says of itself: the text of its {@code model.yaml}. */
final class ModelText {

    private static final Set<String> KEYS =
            Set.of(
                    "id",
                    "version",
                    "detector",
                    "contract",
                    "sha256",
                    "inputs",
                    "outputs",
                    "metrics",
                    "normalise",
                    "threshold",
                    "looks",
                    "budget",
                    "licence",
                    "training",
                    "self-test");

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final double HALF = 0.5;
    private static final double TOLERANCE = 1e-3;
    private static final Duration BUDGET = Duration.ofMillis(50);
    private static final int MOST_METRICS = 100;

    private final ConfigProblems problems;
    private final YamlMap map;

    private ModelText(YamlMap map, ConfigProblems problems) {
        this.map = map;
        this.problems = problems;
    }

    /** Empty, with problems added, when anything is wrong. */
    static Optional<ModelDescription> read(String text, ConfigProblems problems) {
        return YamlText.readMap(text, problems)
                .flatMap(map -> new ModelText(map, problems).description());
    }

    private Optional<ModelDescription> description() {
        int before = problems.count();
        map.allowOnly(KEYS);
        String id = matching("id", ID, "lower-case words joined by '-'");
        int version = version();
        DefectId detector = detector();
        ModelContract contract = contract();
        String sha256 = matching("sha256", SHA_256, "64 hexadecimal digits");
        List<TensorSpec> inputs = tensors("inputs");
        List<TensorSpec> outputs = tensors("outputs");
        List<Metric> metrics = metrics();
        YamlMap normalise = map.map("normalise").orElse(null);
        double scale = 1;
        double offset = 0;
        if (normalise != null) {
            normalise.allowOnly(Set.of("scale", "offset"));
            scale = normalise.number("scale").orElse(1.0);
            offset = normalise.number("offset").orElse(0.0);
        }
        double threshold = map.number("threshold").orElse(HALF);
        if (threshold < 0 || threshold > 1) {
            problems.add(map.line("threshold"), "'threshold' is a probability, from 0 to 1");
        }
        Looks looks = looks();
        Duration budget = map.duration("budget").orElse(BUDGET);
        String licence = required("licence");
        String training = required("training").strip();
        Optional<SelfTest> selfTest = map.map("self-test").flatMap(this::selfTest);
        if (problems.count() == before) {
            contract.misfit(inputs, outputs, metrics.size())
                    .ifPresent(misfit -> problems.add(map.line("inputs"), misfit));
        }
        if (problems.count() > before) {
            return Optional.empty();
        }
        return Optional.of(
                new ModelDescription(
                        id, version, detector, contract, sha256, inputs, outputs, metrics, scale,
                        offset, threshold, looks, budget, licence, training, selfTest));
    }

    private String required(String key) {
        if (!map.has(key)) {
            problems.add(map.line(), "'" + key + "' is missing");
        }
        return map.text(key).orElse("");
    }

    private String matching(String key, Pattern shape, String expected) {
        String text = required(key);
        if (!text.isEmpty() && !shape.matcher(text).matches()) {
            problems.add(map.line(key), "'%s' is %s, but was '%s'".formatted(key, expected, text));
        }
        return text;
    }

    private int version() {
        required("version");
        double number = map.number("version").orElse(1.0);
        if (number < 1 || number > Integer.MAX_VALUE || number != Math.rint(number)) {
            problems.add(map.line("version"), "'version' is a whole number from 1");
            return 1;
        }
        return (int) number;
    }

    private DefectId detector() {
        String text = required("detector");
        try {
            return new DefectId(text);
        } catch (IllegalArgumentException e) {
            if (!text.isEmpty()) {
                problems.add(map.line("detector"), "'detector': " + e.getMessage());
            }
            return DefectId.VIDEO_BLOCK_CORRUPTION; // not used: there is a problem
        }
    }

    private ModelContract contract() {
        required("contract");
        return map.oneOf("contract", ModelContract.words())
                .flatMap(ModelContract::of)
                .orElse(ModelContract.FRAME_SCORE);
    }

    private List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        if (!map.has(key)) {
            problems.add(map.line(), "'" + key + "' is missing");
        }
        for (Node item : map.items(key).orElse(List.of())) {
            if (item instanceof MappingNode node) {
                maps.add(new YamlMap(node, problems));
            } else {
                problems.add(YamlText.line(item), "'" + key + "' is a list of maps");
            }
        }
        return maps;
    }

    private List<TensorSpec> tensors(String key) {
        List<TensorSpec> specs = new ArrayList<>();
        for (YamlMap item : maps(key)) {
            item.allowOnly(Set.of("name", "shape"));
            String name = item.text("name").orElse("");
            List<String> sizes = item.texts("shape").orElse(List.of());
            try {
                specs.add(new TensorSpec(name, sizes.stream().map(Integer::parseInt).toList()));
            } catch (NumberFormatException e) {
                problems.add(item.line("shape"), "'shape' is a list of whole numbers");
            } catch (IllegalArgumentException e) {
                problems.add(item.line("shape"), "'shape': " + e.getMessage());
            }
        }
        return specs;
    }

    private List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (YamlMap item : maps("metrics")) {
            item.allowOnly(Set.of("name", "unit", "fold", "meaning"));
            Unit unit = word(item, "unit", Unit.values(), Unit.RATIO);
            Fold fold = word(item, "fold", Fold.values(), Fold.MAX);
            String name = item.text("name").orElse("");
            try {
                metrics.add(new Metric(name, unit, fold, item.text("meaning").orElse("").strip()));
            } catch (IllegalArgumentException e) {
                problems.add(item.line("name"), "'name': " + e.getMessage());
            }
        }
        if (metrics.size() > MOST_METRICS) {
            problems.add(map.line("metrics"), "more than " + MOST_METRICS + " metrics");
        }
        return metrics;
    }

    private static <E extends Enum<E>> E word(YamlMap item, String key, E[] all, E otherwise) {
        List<String> words = Stream.of(all).map(ModelText::word).toList();
        return item.oneOf(key, words).map(word -> all[words.indexOf(word)]).orElse(otherwise);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private Looks looks() {
        YamlMap read = map.map("looks").orElse(null);
        if (read == null) {
            return new Looks(1, 1);
        }
        read.allowOnly(Set.of("usual", "suspicious"));
        double usual = read.number("usual").orElse(1.0);
        try {
            return new Looks(usual, read.number("suspicious").orElse(usual));
        } catch (IllegalArgumentException e) {
            problems.add(read.line(), "'looks': " + e.getMessage());
            return new Looks(1, 1);
        }
    }

    private Optional<SelfTest> selfTest(YamlMap test) {
        test.allowOnly(Set.of("first-values", "tolerance"));
        try {
            List<Double> values =
                    test.texts("first-values").orElse(List.of()).stream()
                            .map(Double::parseDouble)
                            .toList();
            return Optional.of(new SelfTest(values, test.number("tolerance").orElse(TOLERANCE)));
        } catch (NumberFormatException e) {
            problems.add(test.line("first-values"), "'first-values' is a list of numbers");
        } catch (IllegalArgumentException e) {
            problems.add(test.line(), "'self-test': " + e.getMessage());
        }
        return Optional.empty();
    }
}
