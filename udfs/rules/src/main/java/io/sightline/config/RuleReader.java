package io.sightline.config;

import io.sightline.policy.Fusion;
import io.sightline.policy.Level;
import io.sightline.policy.Looks;
import io.sightline.policy.RuleChange;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.YamlDuration;
import io.sightline.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a policy file says about one defect. */
final class RuleReader {

    static final List<String> KEYS =
            List.of(
                    "enabled",
                    "metric",
                    "level",
                    "open-after",
                    "clear-after",
                    "severity",
                    "excuse",
                    "fuse",
                    "looks");

    private static final List<String> EXCUSE_KEYS = List.of("at", "within");

    private static final List<String> FUSE_KEYS = List.of("how", "with", "level", "weight");
    private static final List<String> FUSIONS =
            Arrays.stream(Fusion.How.values()).map(RuleReader::word).toList();

    private static final List<String> LEVEL_KEYS = List.of("above", "below", "leave");
    private static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::id).toList();

    private final ConfigProblems problems;

    RuleReader(ConfigProblems problems) {
        this.problems = problems;
    }

    RuleChange read(YamlMap map) {
        map.allowOnly(KEYS);
        return new RuleChange(
                map.flag("enabled").orElse(null),
                map.text("metric").orElse(null),
                level(map),
                micros(map, "open-after"),
                clearAfter(map),
                severity(map),
                excuse(map),
                fusion(map),
                looks(map));
    }

    private @Nullable Looks looks(YamlMap map) {
        Optional<YamlMap> read = map.map("looks");
        if (read.isEmpty()) {
            return null;
        }
        YamlMap looks = read.get();
        looks.allowOnly(List.of("usual", "suspicious"));
        double usual = looks.number("usual").orElse(1.0);
        try {
            return new Looks(usual, looks.number("suspicious").orElse(usual));
        } catch (IllegalArgumentException e) {
            problems.add(looks.line(), "'looks': " + e.getMessage());
            return null;
        }
    }

    /** A second measure; {@code how: alone} takes an inherited one away. */
    private @Nullable Fusion fusion(YamlMap map) {
        Optional<YamlMap> read = map.map("fuse");
        if (read.isEmpty()) {
            return null;
        }
        YamlMap fuse = read.get();
        int before = problems.count();
        fuse.allowOnly(FUSE_KEYS);
        Fusion.How how = fuse.oneOf("how", FUSIONS).map(RuleReader::how).orElse(Fusion.How.ALONE);
        String metric = fuse.text("with").orElse("");
        double level = fuse.number("level").orElse(0.0);
        double weight = fuse.number("weight").orElse(Fusion.NONE.weight());
        if (!fuse.has("how")) {
            problems.add(map.line("fuse"), "'fuse' needs 'how'");
        } else if (how != Fusion.How.ALONE && (metric.isEmpty() || !(level > 0))) {
            problems.add(
                    map.line("fuse"),
                    "'fuse' needs 'with', a metric, and 'level', over 0, where that turns bad");
        }
        if (!(weight > 0 && weight < 1)) {
            problems.add(fuse.line("weight"), "'weight' is over 0 and under 1");
        }
        if (problems.count() > before) {
            return null;
        }
        return how == Fusion.How.ALONE ? Fusion.NONE : new Fusion(how, metric, level, weight);
    }

    private static Fusion.How how(String word) {
        return Fusion.How.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String word(Fusion.How how) {
        return how.name().toLowerCase(Locale.ROOT);
    }

    /** What is near an event that is meant: splices, so far. */
    private @Nullable Long excuse(YamlMap map) {
        if (!map.has("excuse")) {
            return null;
        }
        Optional<YamlMap> excuse = map.map("excuse");
        excuse.ifPresent(read -> read.allowOnly(EXCUSE_KEYS));
        int before = problems.count();
        excuse.ifPresent(read -> read.oneOf("at", List.of("splice")));
        Long micros = excuse.map(read -> micros(read, "within")).orElse(null);
        for (String key : EXCUSE_KEYS) {
            if (excuse.isPresent() && !excuse.get().has(key) && problems.count() == before) {
                problems.add(map.line("excuse"), "'excuse' needs '" + key + "'");
            }
        }
        return micros;
    }

    private @Nullable Long clearAfter(YamlMap map) {
        Long micros = micros(map, "clear-after");
        if (micros != null && micros == 0) {
            problems.add(map.line("clear-after"), "'clear-after' must be longer than 0");
            return null;
        }
        return micros;
    }

    private static @Nullable Long micros(YamlMap map, String key) {
        return map.duration(key).map(Duration::toNanos).map(nanos -> nanos / 1_000).orElse(null);
    }

    private @Nullable Level level(YamlMap map) {
        if (!map.has("level")) {
            return null;
        }
        int before = problems.count();
        Optional<YamlMap> level = map.map("level");
        level.ifPresent(read -> read.allowOnly(LEVEL_KEYS));
        Optional<Double> above = level.flatMap(read -> read.number("above"));
        Optional<Double> below = level.flatMap(read -> read.number("below"));
        Level result = null;
        if (above.isPresent() && below.isPresent()) {
            List<Double> leave =
                    level.get().has("leave")
                            ? level.get().numbers("leave", 2).orElse(null)
                            : List.of(below.get(), above.get());
            if (leave != null) {
                result = bothSides(below.get(), above.get(), leave, level.get());
            }
        } else if (above.isPresent()) {
            double leave = leave(level.get(), above.get());
            if (leave > above.get()) {
                problems.add(level.get().line("leave"), "'leave' must not be over 'above'");
            } else {
                result = Level.above(above.get(), leave);
            }
        } else if (below.isPresent()) {
            double leave = leave(level.get(), below.get());
            if (leave < below.get()) {
                problems.add(level.get().line("leave"), "'leave' must not be under 'below'");
            } else {
                result = Level.below(below.get(), leave);
            }
        } else if (problems.count() == before) {
            problems.add(map.line("level"), "'level' needs 'above' or 'below'");
        }
        return result;
    }

    private static double leave(YamlMap level, double enter) {
        return level.number("leave").orElse(enter);
    }

    private @Nullable Level bothSides(
            double below, double above, List<Double> leave, YamlMap level) {
        if (!(below <= leave.get(0) && leave.get(0) < leave.get(1) && leave.get(1) <= above)) {
            problems.add(
                    level.line("leave"),
                    "a level with two sides needs below <= leave[0] < leave[1] <= above");
            return null;
        }
        return new Level(below, leave.get(0), above, leave.get(1));
    }

    /** Either one word, or a map with 'initial' and a duration for each rise. */
    private @Nullable SeverityLadder severity(YamlMap map) {
        if (!map.isMap("severity")) {
            return map.oneOf("severity", SEVERITIES)
                    .map(RuleReader::severity)
                    .map(SeverityLadder::constant)
                    .orElse(null);
        }
        YamlMap ladder = map.map("severity").orElseThrow();
        int before = problems.count();
        Optional<Severity> initial = ladder.oneOf("initial", SEVERITIES).map(RuleReader::severity);
        List<SeverityLadder.Step> steps = new ArrayList<>();
        for (String key : ladder.keys()) {
            if (key.equals("initial")) {
                continue;
            }
            Optional<Duration> after = YamlDuration.parse(key);
            if (after.isEmpty()) {
                problems.add(
                        ladder.line(key),
                        "unknown key '"
                                + key
                                + "' in a severity ladder; expected 'initial' or "
                                + YamlDuration.EXPECTED);
                continue;
            }
            ladder.oneOf(key, SEVERITIES)
                    .map(RuleReader::severity)
                    .ifPresent(
                            severity ->
                                    steps.add(
                                            new SeverityLadder.Step(
                                                    after.get().toNanos() / 1_000, severity)));
        }
        if (initial.isEmpty() && problems.count() == before) {
            problems.add(map.line("severity"), "a severity ladder needs 'initial'");
        }
        if (problems.count() > before) {
            return null;
        }
        steps.sort(Comparator.comparingLong(SeverityLadder.Step::afterMicros));
        return ladder(initial.get(), steps, map.line("severity"));
    }

    private @Nullable SeverityLadder ladder(
            Severity initial, List<SeverityLadder.Step> steps, int line) {
        Severity last = initial;
        long lastMicros = -1;
        for (SeverityLadder.Step step : steps) {
            if (step.severity().compareTo(last) <= 0 || step.afterMicros() == lastMicros) {
                problems.add(
                        line,
                        "a severity ladder only rises, but after "
                                + YamlDuration.text(step.afterMicros())
                                + " it goes from "
                                + last.id()
                                + " to "
                                + step.severity().id());
                return null;
            }
            last = step.severity();
            lastMicros = step.afterMicros();
        }
        return new SeverityLadder(initial, steps);
    }

    private static Severity severity(String id) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
