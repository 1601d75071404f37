package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detect.DetectorCatalog;
import io.sightline.sink.LocalChannel;
import io.sightline.state.StateVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Savepoints of every state version are read by this one: each stream goes on from its position, an
 * incident that was open is not opened again and clears once, with the true start, and what was
 * pending opens as if nothing had happened.
 */
class StateEvolutionITCase {

    private static final Path KEPT = Path.of("src/test/resources/savepoints");

    /** How exact a planted defect is found. */
    private static final long TOLERANCE_MILLIS = 200;

    @BeforeAll
    static void makeMedia() throws IOException {
        SavepointScene.makeMedia();
    }

    static List<Path> kept() throws IOException {
        try (Stream<Path> versions = Files.list(KEPT)) {
            return versions.filter(Files::isDirectory).sorted().toList();
        }
    }

    @Test
    void aSavepointOfTheStateVersionThatThisReleaseWritesIsKept() throws IOException {
        assertThat(kept())
                .as("src/test/resources/savepoints/README.md says how to take one")
                .contains(KEPT.resolve(String.valueOf(StateVersion.CURRENT)));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void goesOnWithFewerSlots(Path savepoint) throws Exception {
        goesOn(savepoint, 1);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void goesOnWithMoreSlots(Path savepoint) throws Exception {
        goesOn(savepoint, 3);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void whatARemovedDetectorHadOpenIsClearedWhereTheOldRunStopped(Path savepoint)
            throws Exception {
        List<String> before = Files.readAllLines(savepoint.resolve("told.txt"));
        List<String> detectors =
                DetectorCatalog.load(StateEvolutionITCase.class.getClassLoader()).ids().stream()
                        .filter(id -> !id.equals("video.black"))
                        .toList();
        ToldRows after = new ToldRows();

        try (LocalChannel channel = LocalChannel.open(after)) {
            SavepointScene.start(
                            ScheduledDecoders.unpaced(),
                            detectors,
                            2,
                            savepoint.toUri().toString(),
                            channel)
                    .getJobExecutionResult()
                    .get();
        }

        ToldAlert opened = ToldAlert.about("film main video.black", before).get(0);
        assertThat(ToldAlert.about("film main video.black", after.alerts()))
                .singleElement()
                .satisfies(
                        cleared -> {
                            assertThat(cleared.event()).isEqualTo("CLEARED");
                            assertThat(cleared.incident()).isEqualTo(opened.incident());
                            assertThat(cleared.startedMillis()).isEqualTo(opened.startedMillis());
                            assertThat(cleared.endedMillis())
                                    .isLessThan(SavepointScene.BLACK_UNTIL.toMillis() - 1000);
                        });
        assertOpenedAndClearedOnce(after.alerts(), "film main audio.silence");
    }

    private static void goesOn(Path savepoint, int parallelism) throws Exception {
        List<String> before = Files.readAllLines(savepoint.resolve("told.txt"));
        ToldRows after = new ToldRows();

        try (LocalChannel channel = LocalChannel.open(after)) {
            SavepointScene.start(
                            ScheduledDecoders.unpaced(),
                            parallelism,
                            savepoint.toUri().toString(),
                            channel)
                    .getJobExecutionResult()
                    .get();
        }

        List<String> told = new ArrayList<>(before);
        told.addAll(after.seconds());
        for (var stream : SavepointScene.RENDITIONS.entrySet()) {
            for (String rendition : stream.getValue()) {
                String of = stream.getKey() + " " + rendition;
                assertEverySecondOnce(told, of);
                assertClearedOnceAsOpened(before, after.alerts(), of + " video.black");
                assertOpenedAndClearedOnce(after.alerts(), of + " audio.silence");
            }
        }
    }

    private static void assertEverySecondOnce(List<String> told, String of) {
        List<Integer> seconds =
                told.stream()
                        .filter(line -> line.startsWith("second " + of + " "))
                        .map(line -> Integer.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                        .sorted()
                        .toList();
        // Sound of HLS begins a little after 0, and ends in one second more.
        int count = Math.max(seconds.size(), SavepointScene.SECONDS);
        assertThat(count).as(of).isLessThanOrEqualTo(SavepointScene.SECONDS + 1);
        assertThat(seconds)
                .as(of)
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    }

    private static void assertClearedOnceAsOpened(
            List<String> before, List<String> after, String subject) {
        List<ToldAlert> opened = ToldAlert.about(subject, before);
        List<ToldAlert> rest = ToldAlert.about(subject, after);

        assertThat(opened).as("%s before", subject).hasSize(1);
        assertThat(rest).as("%s after", subject).hasSize(1);
        assertThat(rest.get(0).event()).isEqualTo("CLEARED");
        assertThat(rest.get(0).incident()).isEqualTo(opened.get(0).incident());
        assertThat(rest.get(0).startedMillis()).isEqualTo(opened.get(0).startedMillis());
        assertNear(rest.get(0).endedMillis(), SavepointScene.BLACK_UNTIL.toMillis(), subject);
    }

    private static void assertOpenedAndClearedOnce(List<String> after, String subject) {
        List<ToldAlert> told = ToldAlert.about(subject, after);

        assertThat(told)
                .as(subject)
                .extracting(ToldAlert::event)
                .containsExactly("OPENED", "CLEARED");
        assertThat(told.get(1).incident()).isEqualTo(told.get(0).incident());
        assertNear(told.get(0).startedMillis(), SavepointScene.SILENCE_FROM.toMillis(), subject);
        assertNear(told.get(1).endedMillis(), SavepointScene.SILENCE_UNTIL.toMillis(), subject);
    }

    private static void assertNear(long foundMillis, long plantedMillis, String subject) {
        assertThat(foundMillis)
                .as(subject)
                .isBetween(plantedMillis - TOLERANCE_MILLIS, plantedMillis + TOLERANCE_MILLIS);
    }

    /** A line of {@link ToldRows}; changes of severity are left out. */
    private record ToldAlert(String event, long startedMillis, long endedMillis, String incident) {

        static List<ToldAlert> about(String subject, List<String> lines) {
            return lines.stream()
                    .filter(line -> line.startsWith("alert ") && line.contains(" " + subject + " "))
                    .map(line -> line.split(" "))
                    .filter(word -> !word[1].equals("ESCALATED"))
                    .map(
                            word ->
                                    new ToldAlert(
                                            word[1],
                                            Long.parseLong(word[5]),
                                            word[6].equals("-") ? -1 : Long.parseLong(word[6]),
                                            word[7]))
                    .toList();
        }
    }
}
