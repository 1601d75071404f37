package io.sightline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.config.LabelSelector;
import io.sightline.config.RegistryFile;
import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.RegistryLoader;
import io.sightline.source.enumerator.RegistryLoader.Loaded;
import io.sightline.source.enumerator.StreamEntry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryWatchTest {

    @TempDir private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("streams.yaml");
    }

    private RegistryLoader open(LabelSelector selector, StreamEntry... always) {
        return new RegistryWatch(
                        RegistryAddress.parse(file.toString()),
                        new RegistryFile(Set.of("default"), Set.of()),
                        selector,
                        List.of(always))
                .open();
    }

    private static List<String> ids(Loaded loaded) {
        return loaded.entries().stream().map(entry -> entry.id().value()).toList();
    }

    @Test
    void putsSelectedStreamsBehindThoseOfTheCommandLine() throws IOException {
        Files.writeString(
                file,
                """
                streams:
                - {id: a, url: one.ts, labels: {tier: gold}}
                - {id: b, url: two.ts, labels: {tier: gold}, enabled: false}
                - {id: c, url: three.ts, labels: {tier: bronze}}
                - {id: clip, url: four.ts, labels: {tier: gold}}
                - {id: a, url: five.ts, labels: {tier: gold}}
                """);
        try (RegistryLoader loader =
                open(
                        LabelSelector.parse("tier=gold"),
                        StreamEntry.of(new StreamId("clip"), "clip.mp4"))) {
            Loaded loaded = loader.load();

            assertThat(ids(loaded)).as("disabled ones too").containsExactly("clip", "a", "b");
            assertThat(loaded.entries().get(0).url()).isEqualTo("clip.mp4");
            assertThat(loaded.entries().get(1).url()).isEqualTo("one.ts");
            assertThat(loaded.problems())
                    .containsExactly(
                            file + ":6: duplicate id 'a'; the one on line 2 is used",
                            file + ": the id 'clip' is taken by an input of the command line");
        }
    }

    @Test
    void noticesEditsThatLeaveSizeAndTimeAlone() throws IOException {
        Files.writeString(file, "streams:\n- {id: a, url: x}\n");
        try (RegistryLoader loader = open(LabelSelector.EVERYTHING)) {
            assertThat(ids(loader.load())).containsExactly("a");
            var modified = Files.getLastModifiedTime(file);
            Files.writeString(file, "streams:\n- {id: b, url: x}\n");
            Files.setLastModifiedTime(file, modified);
            assertThat(ids(loader.load())).containsExactly("b");

            Files.delete(file);
            assertThatThrownBy(loader::load)
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + ": does not exist; give the path of a registry file");
        }
    }

    /** A kubelet swaps the folder of a mounted ConfigMap or Secret by renaming a symbolic link. */
    @Test
    void followsAFolderThatIsSwappedByALink() throws IOException {
        Path data = folder.resolve("..data");
        Path next = folder.resolve("..data_tmp");
        for (String id : List.of("a", "b")) {
            Path version = Files.createDirectory(folder.resolve("..version_" + id));
            Files.writeString(
                    version.resolve("streams.yaml"), "streams:\n- {id: " + id + ", url: x}\n");
        }
        Files.createSymbolicLink(data, Path.of("..version_a"));
        Files.createSymbolicLink(file, Path.of("..data/streams.yaml"));
        try (RegistryLoader loader = open(LabelSelector.EVERYTHING)) {
            assertThat(ids(loader.load())).containsExactly("a");

            Files.createSymbolicLink(next, Path.of("..version_b"));
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

            assertThat(ids(loader.load())).containsExactly("b");
        }
    }

    @Test
    void neverShowsCredentials() throws IOException {
        Files.writeString(
                file,
                """
                streams:
                - http://me:sesame@host/x?token=abracadabra
                - {id: b, url: x, headers: 'Authorization: sesame'}
                - {id: c, url: x, headers: {'Bad Name': sesame}}
                - {id: d, url: [http://me:sesame@host/], labels: http://me:sesame@host/}
                """);
        try (RegistryLoader loader = open(LabelSelector.EVERYTHING)) {
            assertThat(loader.load().problems())
                    .hasSizeGreaterThanOrEqualTo(5)
                    .noneMatch(problem -> problem.contains("sesame"))
                    .noneMatch(problem -> problem.contains("abracadabra"))
                    .anyMatch(problem -> problem.endsWith("but was 'http://host/x'"));
        }
    }

    @Test
    void loadsTenThousandStreamsWellWithinThePromise() throws IOException {
        String entries =
                IntStream.range(0, 10_000)
                        .mapToObj(
                                i ->
                                        "  - id: camera-%1$d\n    url: udp://239.1.1.7:%1$d\n"
                                                        .formatted(i)
                                                + "    labels: {region: eu, tier: gold}\n")
                        .collect(Collectors.joining());
        Files.writeString(file, "streams:\n" + entries);
        try (RegistryLoader loader = open(LabelSelector.EVERYTHING)) {
            for (String what : List.of("read", "read again")) {
                // Of the processor, not of the clock: other processes may be busy as well.
                ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                long beginNanos = threads.getCurrentThreadCpuTime();
                assertThat(loader.load().entries()).hasSize(10_000);
                Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - beginNanos);
                System.out.printf("registry: 10,000 streams %s in %d ms%n", what, taken.toMillis());
                assertThat(taken).isLessThan(Duration.ofSeconds(4));
            }
        }
    }
}
