package io.sightline.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What this process has used so far.
 *
 * @param cpuNanos of all threads
 * @param cpuTicksByGroup of the living threads, in ticks of 10 ms
 * @param allocatedBytesByGroup of the living Java threads
 */
record ResourceUse(
        long cpuNanos,
        SortedMap<String, Long> cpuTicksByGroup,
        SortedMap<String, Long> allocatedBytesByGroup) {

    private static final Path THREADS = Path.of("/proc/self/task");

    /** The fields of a thread's stat file after its name: state is the first. */
    private static final int USER_TICKS_FIELD = 11;

    static ResourceUse now() {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new ResourceUse(system.getProcessCpuTime(), cpuTicks(), allocatedBytes());
    }

    /** What was used between the earlier one and this one, by names for a report. */
    Map<String, Long> minus(ResourceUse earlier) {
        Map<String, Long> difference = new LinkedHashMap<>();
        difference.put("steady_cpu_nanos", cpuNanos - earlier.cpuNanos);
        cpuTicksByGroup.forEach(
                (group, ticks) ->
                        difference.put(
                                "cpu_ticks." + group,
                                ticks - earlier.cpuTicksByGroup.getOrDefault(group, 0L)));
        allocatedBytesByGroup.forEach(
                (group, bytes) ->
                        difference.put(
                                "allocated_bytes." + group,
                                bytes - earlier.allocatedBytesByGroup.getOrDefault(group, 0L)));
        return difference;
    }

    private static SortedMap<String, Long> cpuTicks() {
        SortedMap<String, Long> ticks = new TreeMap<>();
        try (Stream<Path> threads = Files.list(THREADS)) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                try {
                    String stat = Files.readString(thread.resolve("stat"));
                    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    long used =
                            Long.parseLong(fields[USER_TICKS_FIELD])
                                    + Long.parseLong(fields[USER_TICKS_FIELD + 1]);
                    ticks.merge(group(name), used, Long::sum);
                } catch (IOException e) {
                    // This thread has just ended: what it used is in the process's sum only.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ticks;
    }

    private static SortedMap<String, Long> allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SortedMap<String, Long> bytes = new TreeMap<>();
        for (long id : threads.getAllThreadIds()) {
            var thread = threads.getThreadInfo(id);
            long allocated = threads.getThreadAllocatedBytes(id);
            if (thread != null && allocated >= 0) {
                bytes.merge(group(thread.getThreadName()), allocated, Long::sum);
            }
        }
        return bytes;
    }

    /** The kernel knows the first 15 characters of a name only. */
    private static String group(String thread) {
        if (thread.startsWith("Source: streams")) {
            return "task";
        }
        if (thread.startsWith("ingest")) {
            return "reading";
        }
        if (thread.startsWith("evidence")) {
            return "evidence";
        }
        if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
            return "compiler";
        }
        for (String collector : List.of("G1 ", "GC ", "VM Thread")) {
            if (thread.startsWith(collector)) {
                return "collector";
            }
        }
        return "other";
    }
}
