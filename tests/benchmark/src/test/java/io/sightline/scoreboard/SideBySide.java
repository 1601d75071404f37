package io.sightline.scoreboard;

import io.sightline.policy.DefectRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Seconds of one defect by two measures. */
final class SideBySide {

    private static final double GUARD_SECONDS = 1;

    private final DefectRule rule;
    private final DefectRule model;
    private final List<double[]> seconds = new ArrayList<>(); // by the rule, by the model, truth

    SideBySide(DefectRule rule, DefectRule model) {
        this.rule = rule;
        this.model = model;
    }

    void add(PlantedClip clip, Set<String> kinds, Map<Long, Map<String, Double>> measured) {
        measured.forEach(
                (fromMicros, values) -> {
                    double share = seconds(clip, kinds::contains, fromMicros, 0);
                    double beside = seconds(clip, defect -> true, fromMicros, GUARD_SECONDS);
                    if (share >= 0.5 || beside == 0) {
                        seconds.add(
                                new double[] {
                                    values.getOrDefault(rule.metric(), 0.0),
                                    values.getOrDefault(model.metric(), 0.0),
                                    share >= 0.5 ? 1 : 0
                                });
                    }
                });
    }

    /** How much of a second, with what is around it, has such damage; in seconds. */
    private static double seconds(
            PlantedClip clip, Predicate<String> isSuch, long fromMicros, double around) {
        double from = fromMicros / 1e6 - around;
        double to = fromMicros / 1e6 + 1 + around;
        return clip.labels().labels().stream()
                .filter(label -> isSuch.test(label.defect()))
                .mapToDouble(
                        label ->
                                Math.max(
                                        0,
                                        Math.min(to, label.toMicros() / 1e6)
                                                - Math.max(from, label.fromMicros() / 1e6)))
                .sum();
    }

    long damagedSeconds() {
        return seconds.stream().filter(second -> second[2] == 1).count();
    }

    String rows(String name) {
        double[] byRule = column(0);
        double[] byModel = column(1);
        String counts = damagedSeconds() + ", " + (seconds.size() - damagedSeconds());
        boolean[] rulesOver = over(byRule, rule);
        boolean[] modelsOver = over(byModel, model);
        return row(name, counts, "rule", rulesOver, byRule)
                + row("", "", "model", modelsOver, byModel)
                + row("", "", "either", either(rulesOver, modelsOver), null)
                + row("", "", "both", both(rulesOver, modelsOver), null);
    }

    private double[] column(int index) {
        return seconds.stream().mapToDouble(second -> second[index]).toArray();
    }

    private static boolean[] over(double[] values, DefectRule by) {
        boolean[] over = new boolean[values.length];
        for (int i = 0; i < over.length; i++) {
            over[i] = by.level().isBad(values[i], false);
        }
        return over;
    }

    private static boolean[] either(boolean[] one, boolean[] other) {
        boolean[] result = one.clone();
        IntStream.range(0, one.length).forEach(i -> result[i] |= other[i]);
        return result;
    }

    private static boolean[] both(boolean[] one, boolean[] other) {
        boolean[] result = one.clone();
        IntStream.range(0, one.length).forEach(i -> result[i] &= other[i]);
        return result;
    }

    private String row(
            String name, String counts, String measure, boolean[] over, double @Nullable [] by) {
        double right = count(over, true);
        double wrong = count(over, false);
        double precision = right + wrong == 0 ? 0 : right / (right + wrong);
        double recall = right / damagedSeconds();
        double[] curve = by == null ? new double[2] : bestAndAverage(by);
        return "| %s | %s | %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        name,
                        counts,
                        measure,
                        text(precision),
                        text(recall),
                        text(f1(precision, recall)),
                        by == null ? "" : text(curve[0]),
                        by == null ? "" : text(curve[1]));
    }

    private double count(boolean[] over, boolean damaged) {
        return IntStream.range(0, over.length)
                .filter(i -> over[i] && (seconds.get(i)[2] == 1) == damaged)
                .count();
    }

    /** F1 where it is best, and the mean of precision over recall. */
    private double[] bestAndAverage(double[] values) {
        List<Integer> order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(values[b], values[a]))
                        .toList();
        double best = 0;
        double average = 0;
        double right = 0;
        double recallBefore = 0;
        for (int i = 0; i < order.size(); i++) {
            right += seconds.get(order.get(i))[2];
            boolean isTied =
                    i + 1 < order.size() && values[order.get(i)] == values[order.get(i + 1)];
            if (!isTied) {
                double precision = right / (i + 1);
                double recall = right / damagedSeconds();
                best = Math.max(best, f1(precision, recall));
                average += (recall - recallBefore) * precision;
                recallBefore = recall;
            }
        }
        return new double[] {best, average};
    }

    private static double f1(double precision, double recall) {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
