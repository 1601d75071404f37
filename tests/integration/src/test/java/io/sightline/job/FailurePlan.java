package io.sightline.job;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Breaks tasks down at given points of a run, counted in packets that are decoded for their
 * results: what a restart decodes only to bring decoders back (pre-roll) does not count, so the
 * points are spread over all of the input. Thread-safe: the tasks of a run share it.
 */
final class FailurePlan {

    private final TreeSet<Long> points;
    private final Runnable onPacket;
    private int endsToFail;
    private int failures;
    private long packets;

    private FailurePlan(Set<Long> points, int endsToFail) {
        this(points, endsToFail, () -> {});
    }

    private FailurePlan(Set<Long> points, int endsToFail, Runnable onPacket) {
        this.points = new TreeSet<>(points);
        this.endsToFail = endsToFail;
        this.onPacket = onPacket;
    }

    static FailurePlan none() {
        return new FailurePlan(Set.of(), 0);
    }

    /** When a script says so, which has other points, too. */
    static FailurePlan following(FailureScript script) {
        return new FailurePlan(Set.of(), 0, () -> script.pass(FailurePoint.PACKET));
    }

    /** At different random packets, the last at most number {@code packets}. */
    static FailurePlan atRandomPackets(int failures, long packets, long seed) {
        Random random = new Random(seed);
        Set<Long> points = new HashSet<>();
        while (points.size() < failures) {
            points.add(1 + (long) (random.nextDouble() * packets));
        }
        return new FailurePlan(points, 0);
    }

    /**
     * When each of the first {@code ends} inputs is over and its decoders give their last pictures,
     * and again some packets of other inputs later.
     */
    static FailurePlan atEndsOfInput(int ends) {
        return new FailurePlan(Set.of(), ends);
    }

    synchronized void onPacket() {
        packets++;
        onPacket.run();
        if (!points.isEmpty() && packets >= points.first()) {
            points.pollFirst();
            fail();
        }
    }

    synchronized void onEndOfInput() {
        if (endsToFail > 0) {
            endsToFail--;
            points.add(packets + 100);
            fail();
        }
    }

    private void fail() {
        failures++;
        throw new IllegalStateException("Failure " + failures + " of the drill");
    }

    /** Failures so far. */
    synchronized int failures() {
        return failures;
    }

    /** Packets decoded for their results so far. */
    synchronized long packets() {
        return packets;
    }
}
