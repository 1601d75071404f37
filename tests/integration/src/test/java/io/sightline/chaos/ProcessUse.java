package io.sightline.chaos;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What this process holds now.
 *
 * @param descriptors open ones by kind: {@code socket}, {@code anon_inode}, {@code pipe}, {@code file}
 * @param sourceThreads names of threads that belong to the reading of streams
 * @param heapBytes alive after a collection
 */
record ProcessUse(Map<String, Integer> descriptors, List<String> sourceThreads, long heapBytes) {

    private static final List<String> OF_THE_SOURCE =
            List.of("ingest", "source tick", "fetch ", "HttpClient-");

    static ProcessUse now() throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new ProcessUse(descriptorsByKind(), threads(), heap);
    }

    int sockets() {
        return descriptors.getOrDefault("socket", 0);
    }

    int allDescriptors() {
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
