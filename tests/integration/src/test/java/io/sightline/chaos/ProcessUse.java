package io.sightline.chaos;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What this process holds now.
 *
 * @param descriptors open ones by kind: {@code socket}, {@code anon_inode}, {@code pipe}, {@code
 *     file}
 * @param sourceThreads names of threads that belong to the reading of streams
 * @param heapBytes alive after a collection
 */
record ProcessUse(Map<String, Integer> descriptors, List<String> sourceThreads, long heapBytes) {

    private static final List<String> OF_THE_SOURCE =
            List.of("ingest", "source tick", "fetch ", "HttpClient-");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();
    private static final int KEPT_SOCKETS = 1;
    private static final int KEPT_DESCRIPTORS = 3;

    static ProcessUse now() throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new ProcessUse(descriptorsByKind(), threads(), heap);
    }

    /**
     * Requires that all threads of the source have ended since, and that no more descriptors are
     * open, but for a few that the runtime and Flink keep once they were used. HTTP clients end
     * when they are collected, so there is some patience.
     */
    static void requireAsBefore(ProcessUse before) throws IOException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        ProcessUse now = now();
        while (now.isMoreThan(before)) {
            if (System.nanoTime() - endNanos > 0) {
                throw new AssertionError("Still held: " + now + ", before: " + before);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            now = now();
        }
    }

    private boolean isMoreThan(ProcessUse before) {
        return !sourceThreads.isEmpty()
                || sockets() > before.sockets() + KEPT_SOCKETS
                || allDescriptors() > before.allDescriptors() + KEPT_DESCRIPTORS;
    }

    private int sockets() {
        return descriptors.getOrDefault("socket", 0);
    }

    private int allDescriptors() {
        return descriptors.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<String, Integer> descriptorsByKind() throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path one : (Iterable<Path>) all::iterator) {
                try {
                    String target = Files.readSymbolicLink(one).toString();
                    kinds.merge(
                            target.startsWith("/") ? "file" : target.replaceFirst(":.*", ""),
                            1,
                            Integer::sum);
                } catch (IOException closed) {
                    // The one this folder was listed with.
                }
            }
        }
        return kinds;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> OF_THE_SOURCE.stream().anyMatch(name::startsWith))
                .sorted()
                .toList();
    }
}
