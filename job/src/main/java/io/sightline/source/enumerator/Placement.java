package io.sightline.source.enumerator;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Chooses keys for streams so that every parallelism gives every subtask an equal share.
 *
 * <p>Flink gives subtask {@code i} of {@code p} a contiguous range of key groups. A new stream goes
 * to one of the least loaded groups: the one that disturbs the balance least, summed over all
 * parallelisms up to {@value #MAX_BALANCED_PARALLELISM}. That makes a low-discrepancy order, and
 * unlike van der Corput's or the golden ratio's it knows the ranges' true borders (720 groups do
 * not halve evenly) and heals after removals. With 10 to 1000 streams the busiest subtask stays
 * within 1.1 times its share plus one; {@code PlacementTest} checks every case.
 */
public final class Placement {

    static final int MAX_BALANCED_PARALLELISM = 64;

    private final int groups;
    private final int parallelisms;
    private final int[] loadOfGroup;
    private final int[][] loadOfSubtask; // by parallelism, then subtask
    private final short[][] subtaskOfGroup; // by parallelism, then group; does not change
    private final double[][] cost; // of one stream more: by parallelism, then subtask; scratch
    private int streams;

    public Placement(int maxParallelism) {
        this.groups = maxParallelism;
        this.parallelisms = Math.min(maxParallelism, MAX_BALANCED_PARALLELISM);
        this.loadOfGroup = new int[groups];
        this.loadOfSubtask = new int[parallelisms + 1][];
        this.subtaskOfGroup = new short[parallelisms + 1][groups];
        this.cost = new double[parallelisms + 1][];
        for (int parallelism = 1; parallelism <= parallelisms; parallelism++) {
            loadOfSubtask[parallelism] = new int[parallelism];
            cost[parallelism] = new double[parallelism];
            for (int group = 0; group < groups; group++) {
                subtaskOfGroup[parallelism][group] =
                        (short)
                                KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
                                        groups, parallelism, group);
            }
        }
    }

    /** A new key for {@code name}; counts as loaded by it. */
    public String place(String name) {
        return place(name, bestGroup());
    }

    /** A new key for {@code name} in the key group of another; counts as loaded by it. */
    public String placeBeside(String name, String placementKey) {
        return place(name, groupOf(placementKey));
    }

    /** Whether two keys are in one key group, and so on one subtask at every parallelism. */
    public boolean areTogether(String one, String other) {
        return groupOf(one) == groupOf(other);
    }

    private String place(String name, int group) {
        for (int i = 0; ; i++) {
            String key = name + "#" + i;
            if (groupOf(key) == group) {
                occupy(key);
                return key;
            }
        }
    }

    /** Counts a key that was placed earlier. */
    public void occupy(String placementKey) {
        count(groupOf(placementKey), 1);
    }

    /** Frees the share of a key that is gone. */
    public void release(String placementKey) {
        count(groupOf(placementKey), -1);
    }

    /** The subtask that owns the key's state. */
    public int subtaskOf(String placementKey, int parallelism) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                placementKey, groups, parallelism);
    }

    private int bestGroup() {
        int leastLoad = Integer.MAX_VALUE;
        for (int load : loadOfGroup) {
            leastLoad = Math.min(leastLoad, load);
        }
        priceSubtasks();
        int best = 0;
        double leastDisturbance = Double.MAX_VALUE;
        for (int group = 0; group < groups; group++) {
            if (loadOfGroup[group] == leastLoad) {
                double disturbance = disturbance(group);
                if (disturbance < leastDisturbance) {
                    leastDisturbance = disturbance;
                    best = group;
                }
            }
        }
        return best;
    }

    /** How far above its share each subtask would be with one stream more; far counts most. */
    private void priceSubtasks() {
        for (int parallelism = 2; parallelism <= parallelisms; parallelism++) {
            double share = (streams + 1.0) / parallelism;
            for (int subtask = 0; subtask < parallelism; subtask++) {
                double excess = Math.max(0, loadOfSubtask[parallelism][subtask] + 1 - share);
                cost[parallelism][subtask] = excess * excess * excess * excess;
            }
        }
    }

    private double disturbance(int group) {
        double sum = 0;
        for (int parallelism = 2; parallelism <= parallelisms; parallelism++) {
            sum += cost[parallelism][subtaskOfGroup[parallelism][group]];
        }
        return sum;
    }

    private void count(int group, int change) {
        streams += change;
        loadOfGroup[group] += change;
        for (int parallelism = 1; parallelism <= parallelisms; parallelism++) {
            loadOfSubtask[parallelism][subtaskOfGroup[parallelism][group]] += change;
        }
    }

    private int groupOf(String placementKey) {
        return KeyGroupRangeAssignment.assignToKeyGroup(placementKey, groups);
    }
}
