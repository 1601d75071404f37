package io.sightline.sizing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of a TaskManager's memory, in MiB, as Flink names them.
 *
 * @param frameworkHeap Flink's own, its default
 * @param taskHeap detectors, judges, rows, segments on their way
 * @param managed RocksDB's caches
 * @param frameworkOffHeap network buffers of Flink and Kafka's client, its default
 * @param taskOffHeap packet queues, decoders, demuxers, packets kept as evidence, models
 * @param network its least: no record crosses Flink's network stack
 * @param metaspace classes, its default
 * @param overhead stacks, compiled code, the collector's tables, RocksDB beside its caches
 */
public record TaskManagerMemory(
        int frameworkHeap,
        int taskHeap,
        int managed,
        int frameworkOffHeap,
        int taskOffHeap,
        int network,
        int metaspace,
        int overhead) {

    /** Measured figures are raised by a quarter: encoders differ. */
    static final double MARGIN = 1.25;

    /** The most that the packet queues of a slot hold: {@code SourceSettings.allQueuesBytes}. */
    static final int QUEUES_OF_SLOT = 512;

    /** By {@code SlotMemory}: what a rendition takes beside its decoder of pictures. */
    static final double BESIDE_DECODER = 5;

    /** ONNX Runtime and one session of each model that comes with Sightline. */
    private static final int MODELS = 64;

    private static final int LEAST_HEAP_OF_SLOT = 384;
    private static final int HEAP_BASE_OF_SLOT = 128;
    private static final int HEAP_OF_RENDITION = 1;
    private static final int MANAGED_OF_SLOT = 64;
    private static final int OVERHEAD_BASE = 160;
    private static final int OVERHEAD_OF_SLOT = 96;
    private static final int STEP = 64;

    /**
     * For slots of so many renditions.
     *
     * @param decoder MiB of the decoder of one, in the mean
     * @param evidence MiB of packets that each slot may keep
     */
    static TaskManagerMemory of(int slots, int renditionsOfSlot, double decoder, double evidence) {
        double decoders = renditionsOfSlot * outsideOfRendition(decoder);
        // The thread that writes evidence decodes one rendition at a time.
        double kept = evidence == 0 ? 0 : evidence + outsideOfRendition(decoder);
        int heap =
                Math.max(
                        LEAST_HEAP_OF_SLOT,
                        HEAP_BASE_OF_SLOT + renditionsOfSlot * HEAP_OF_RENDITION);
        return new TaskManagerMemory(
                128,
                slots * roundedUp(heap),
                slots * MANAGED_OF_SLOT,
                128,
                slots * roundedUp(QUEUES_OF_SLOT + decoders + kept) + MODELS,
                32,
                256,
                OVERHEAD_BASE + slots * OVERHEAD_OF_SLOT);
    }

    /** What a rendition takes outside the heap beside its queue, with the margin. */
    static double outsideOfRendition(double decoder) {
        return (decoder + BESIDE_DECODER) * MARGIN;
    }

    private static int roundedUp(double mebibytes) {
        return (int) Math.ceil(mebibytes / STEP) * STEP;
    }

    /** All of it: what the container, or the process, is given. */
    public int process() {
        return parts().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** By the keys of Flink's configuration. */
    public Map<String, Integer> parts() {
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put("taskmanager.memory.framework.heap.size", frameworkHeap);
        parts.put("taskmanager.memory.task.heap.size", taskHeap);
        parts.put("taskmanager.memory.managed.size", managed);
        parts.put("taskmanager.memory.framework.off-heap.size", frameworkOffHeap);
        parts.put("taskmanager.memory.task.off-heap.size", taskOffHeap);
        parts.put("taskmanager.memory.network.max", network);
        parts.put("taskmanager.memory.jvm-metaspace.size", metaspace);
        parts.put("taskmanager.memory.jvm-overhead.max", overhead);
        return parts;
    }
}
