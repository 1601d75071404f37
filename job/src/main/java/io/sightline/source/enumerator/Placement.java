package io.sightline.source.enumerator;

import java.util.Arrays;


import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Chooses keys for streams so that every parallelism gives every subtask an equal share.
 *
 * <p>Flink gives subtask {@code i} of {@code p} a contiguous range of key groups. Groups are
 * therefore filled in the order of van der Corput's sequence: bits of a counter reversed, read as a
 * fraction, taken of the number of groups. Any run of that sequence is spread evenly over any
 * contiguous range. A group that got its turn goes to the back, so the least loaded comes first,
 * also after streams were removed.
 */
public final class Placement {

    private final int maxParallelism;
    private final int[] groupsInOrder;
    private final int[] load;

    public Placement(int maxParallelism) {
        this.maxParallelism = maxParallelism;
        this.groupsInOrder = lowDiscrepancyOrder(maxParallelism);
        this.load = new int[maxParallelism];
    }

    /** A new key for {@code name} in the least loaded key group; counts as loaded by it. */
    public String place(String name) {
        int best = groupsInOrder[0];
        for (int group : groupsInOrder) {
            if (load[group] < load[best]) {
                best = group;
            }
        }
        load[best]++;
        return keyIn(best, name);
    }

    /** Counts a key that was placed earlier. */
    public void occupy(String placementKey) {
        load[groupOf(placementKey)]++;
    }

    /** Frees the share of a key that is gone. */
    public void release(String placementKey) {
        load[groupOf(placementKey)]--;
    }

    /** The subtask that owns the key's state. */
    public int subtaskOf(String placementKey, int parallelism) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                placementKey, maxParallelism, parallelism);
    }

    private int groupOf(String placementKey) {
        return KeyGroupRangeAssignment.assignToKeyGroup(placementKey, maxParallelism);
    }

    private String keyIn(int group, String name) {
        for (int i = 0; ; i++) {
            String key = name + "#" + i;
            if (groupOf(key) == group) {
                return key;
            }
        }
    }

    /** Every group once: reversed counters that fall beyond the number of groups are skipped. */
    private static int[] lowDiscrepancyOrder(int groups) {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, groups - 1));
        int[] order = new int[groups];
        boolean[] seen = new boolean[groups];
        int filled = 0;
        for (int counter = 0; filled < groups; counter++) {
            long reversed = Integer.toUnsignedLong(Integer.reverse(counter)) >>> (32 - bits);
            int group = (int) (reversed * groups >>> bits);
            if (!seen[group]) {
                seen[group] = true;
                order[filled++] = group;
            }
        }
        return Arrays.copyOf(order, filled);
    }
}
