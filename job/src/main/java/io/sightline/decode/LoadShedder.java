package io.sightline.decode;

import io.sightline.flow.DecodeTier;
import io.sightline.flow.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides which live renditions of a slot are decoded less while the slot falls behind real time,
 * and which are decoded more again once it does not. What it decides follows from what it is told
 * alone.
 *
 * <h2>Order</h2>
 *
 * The least important go first, and none goes blind while others of no more importance are decoded
 * for more than key frames: {@link Priority#LOW} down to key frames, {@link Priority#NORMAL} down
 * to key frames, then both to nothing in the same order, and {@link Priority#HIGH} only after that,
 * and only if what is left needs too much by the sums: a lag has other causes too, and to give up
 * what matters most would not cure those. Among equals the one that is decoded most goes first,
 * then the one that costs most. Restored in the opposite order.
 *
 * <h2>Hysteresis</h2>
 *
 * Less is decoded when the lag is over a second and what lags does not catch up; each second one
 * rendition in five, at least one, takes one step down. More is decoded when nothing has lagged for
 * {@value #CALM_MILLIS} ms, and what the step cost when it was last measured leaves the slot below
 * {@link #MOST_NEED}. That memory fades, so that a slot whose streams became cheaper finds out.
 */
final class LoadShedder {

    private static final long LAGGING_MILLIS = 1_000;
    private static final long FALLING_MILLIS = 100;

    /**
     * For so long, what was shed is taken to be enough if what is left needs little by the sums.
     */
    private static final long TRUST_MILLIS = 8_000;

    static final long CALM_MILLIS = 10_000;
    private static final long RESTORE_PAUSE_MILLIS = 3_000;

    /** Share of real time that the task may need with what is restored. */
    static final double MOST_NEED = 0.85;

    /** The same where nobody knows what the step costs. */
    static final double MOST_NEED_UNKNOWN = 0.5;

    private static final int IN_ONE_STEP = 5; // one in so many

    private long laggedMillis = Long.MIN_VALUE / 2;
    private long changedMillis = Long.MIN_VALUE / 2;

    /**
     * One live rendition.
     *
     * @param asked what would be decoded if the slot kept up
     * @param limit in force
     * @param lagMillis how far the task is behind what arrived
     * @param growthMillis how much farther it is behind than a second ago; negative while it
     *     catches up
     * @param need share of real time that it takes now
     * @param needAbove the same one tier up, as far as remembered; NaN when not known
     */
    record Load(
            Priority priority,
            DecodeTier asked,
            DecodeTier limit,
            long lagMillis,
            long growthMillis,
            double need,
            double needAbove) {

        DecodeTier tier() {
            return asked.isLessThan(limit) ? asked : limit;
        }
    }

    /**
     * A new limit.
     *
     * @param index of the rendition in what was given
     */
    record Change(int index, DecodeTier limit) {}

    /** Called about once a second. Returns what changes now; usually nothing. */
    List<Change> decide(List<Load> loads, long nowMillis) {
        long lag = loads.stream().mapToLong(Load::lagMillis).max().orElse(0);
        double growth =
                loads.stream()
                        .filter(load -> load.lagMillis() > LAGGING_MILLIS)
                        .mapToLong(Load::growthMillis)
                        .average()
                        .orElse(0);
        if (lag > LAGGING_MILLIS) {
            laggedMillis = nowMillis;
            double need = loads.stream().mapToDouble(Load::need).sum();
            boolean wasEnough = need < MOST_NEED && nowMillis - changedMillis < TRUST_MILLIS;
            return wasEnough || growth <= -FALLING_MILLIS
                    ? List.of()
                    : changed(shed(loads, need), nowMillis);
        }
        return nowMillis - laggedMillis < CALM_MILLIS
                        || nowMillis - changedMillis < RESTORE_PAUSE_MILLIS
                ? List.of()
                : changed(restore(loads), nowMillis);
    }

    private List<Change> changed(List<Change> changes, long nowMillis) {
        if (!changes.isEmpty()) {
            changedMillis = nowMillis;
        }
        return changes;
    }

    private static int step(List<Load> loads) {
        return (loads.size() + IN_ONE_STEP - 1) / IN_ONE_STEP;
    }

    private static List<Change> shed(List<Load> loads, double need) {
        Comparator<Load> first =
                Comparator.comparingInt(load -> rank(load.priority(), load.tier().less()));
        Comparator<Load> order =
                first.thenComparing(Load::tier)
                        .thenComparing(Comparator.<Load>comparingDouble(Load::need).reversed());
        List<Integer> candidates =
                IntStream.range(0, loads.size())
                        .boxed()
                        .filter(index -> loads.get(index).tier() != DecodeTier.NONE)
                        .filter(
                                index ->
                                        loads.get(index).priority() != Priority.HIGH
                                                || need >= MOST_NEED)
                        .sorted(Comparator.comparing(loads::get, order))
                        .limit(step(loads))
                        .toList();
        List<Change> changes = new ArrayList<>();
        for (int index : candidates) {
            Load load = loads.get(index);
            if (first.compare(load, loads.get(candidates.get(0))) == 0) { // the others come later
                changes.add(new Change(index, load.tier().less()));
            }
        }
        return changes;
    }

    private static List<Change> restore(List<Load> loads) {
        Comparator<Load> last =
                Comparator.<Load>comparingInt(load -> rank(load.priority(), load.limit()))
                        .reversed();
        Comparator<Load> order =
                last.thenComparing(Comparator.<Load, DecodeTier>comparing(Load::limit).reversed())
                        .thenComparingDouble(Load::need);
        List<Integer> candidates =
                IntStream.range(0, loads.size())
                        .boxed()
                        .filter(index -> loads.get(index).limit() != DecodeTier.FULL)
                        .sorted(Comparator.comparing(loads::get, order))
                        .limit(step(loads))
                        .toList();
        double need = loads.stream().mapToDouble(Load::need).sum();
        List<Change> changes = new ArrayList<>();
        for (int index : candidates) {
            Load load = loads.get(index);
            DecodeTier above = load.limit().more();
            if (last.compare(load, loads.get(candidates.get(0))) != 0) {
                break; // comes later
            }
            if (!load.limit().isLessThan(load.asked())) {
                changes.add(new Change(index, DecodeTier.FULL)); // nothing more is decoded for it
                continue;
            }
            boolean isKnown = !Double.isNaN(load.needAbove());
            need += isKnown ? Math.max(0, load.needAbove() - load.need()) : load.need();
            if (need > (isKnown ? MOST_NEED : MOST_NEED_UNKNOWN)) {
                break; // nobody overtakes
            }
            changes.add(new Change(index, above));
        }
        return changes;
    }

    /** When a rendition of this priority may go to that tier: the lower, the earlier. */
    private static int rank(Priority priority, DecodeTier to) {
        int goesBlind = to == DecodeTier.NONE ? 1 : 0;
        return switch (priority) {
            case LOW -> goesBlind * 2;
            case NORMAL -> goesBlind * 2 + 1;
            case HIGH -> 4 + goesBlind;
        };
    }
}
