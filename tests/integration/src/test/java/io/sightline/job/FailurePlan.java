package io.sightline.job;

import java.util.Random;

/** Breaks a task down a given number of times, each after a random number of packets. */
final class FailurePlan {

    private static final int LONGEST_GAP_PACKETS = 150;

    private final Random random;
    private int failuresLeft;
    private int packetsLeft;

    private FailurePlan(int failures, long seed) {
        random = new Random(seed);
        failuresLeft = failures;
        packetsLeft = nextGap();
    }

    static FailurePlan none() {
        return new FailurePlan(0, 0);
    }

    static FailurePlan random(int failures, long seed) {
        return new FailurePlan(failures, seed);
    }

    private int nextGap() {
        return 1 + random.nextInt(LONGEST_GAP_PACKETS);
    }

    synchronized void onPacket() {
        if (failuresLeft > 0 && --packetsLeft == 0) {
            failuresLeft--;
            packetsLeft = nextGap();
            throw new IllegalStateException("A failure of the drill; " + failuresLeft + " to come");
        }
    }

    synchronized int failuresLeft() {
        return failuresLeft;
    }
}
