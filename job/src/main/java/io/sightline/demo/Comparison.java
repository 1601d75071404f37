package io.sightline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was planted beside what was found.
 *
 * @param lines one for each planted incident, in order
 * @param consequences what was found because of something planted
 * @param surplus what was found and nobody planted
 */
public record Comparison(List<Line> lines, List<Found> consequences, List<Found> surplus) {

    /**
     * One planted incident.
     *
     * @param found the incident of that kind on that stream that is nearest in time
     */
    public record Line(Planted planted, Optional<Found> found, Outcome outcome) {}

    /** How it went. */
    public enum Outcome {
        OK,
        MISSED,
        STARTS_OFF,
        ENDS_OFF,
        STILL_OPEN
    }

    public Comparison {
        lines = List.copyOf(lines);
        consequences = List.copyOf(consequences);
        surplus = List.copyOf(surplus);
    }

    /** Each found incident answers for one planted at most. */
    public static Comparison of(List<Planted> planted, List<Found> found) {
        List<Found> left = new ArrayList<>(found);
        List<Line> lines = new ArrayList<>();
        for (Planted one : planted) {
            Optional<Found> nearest =
                    left.stream()
                            .filter(f -> f.streamId().equals(one.streamId()))
                            .filter(f -> f.defect().equals(one.defect()))
                            .min((a, b) -> Long.compare(distance(one, a), distance(one, b)));
            nearest.ifPresent(left::remove);
            lines.add(new Line(one, nearest, outcome(one, nearest)));
        }
        List<Found> explained =
                left.stream()
                        .filter(f -> planted.stream().anyMatch(one -> one.explains(f)))
                        .toList();
        left.removeAll(explained);
        return new Comparison(lines, explained, left);
    }

    /** Whether everything was found as planted, and nothing but what that brings with it. */
    public boolean isMatch() {
        return surplus.isEmpty() && lines.stream().allMatch(l -> l.outcome() == Outcome.OK);
    }

    private static long distance(Planted planted, Found found) {
        return Math.abs(found.fromMillis() - planted.fromMillis());
    }

    private static Outcome outcome(Planted planted, Optional<Found> nearest) {
        if (nearest.isEmpty()) {
            return Outcome.MISSED;
        }
        Found found = nearest.get();
        if (!planted.start().allows(found.fromMillis() - planted.fromMillis())) {
            return Outcome.STARTS_OFF;
        }
        if (found.toMillis().isEmpty()) {
            return Outcome.STILL_OPEN;
        }
        long endMillis = found.toMillis().getAsLong();
        return planted.end().allows(endMillis - planted.toMillis()) ? Outcome.OK : Outcome.ENDS_OFF;
    }
}
