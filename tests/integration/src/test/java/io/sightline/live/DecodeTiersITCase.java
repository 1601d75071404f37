package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.Examination;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.media.NativeLedger;
import io.sightline.sink.FileDestination;
import io.sightline.sink.RowListener;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole job, with the built-in policy, over the same media by all tiers. Key frames are two
 * seconds apart; the MPEG-2 streams have B pictures, also across key frames.
 */
class DecodeTiersITCase {

    private static final int SECONDS = 26;
    private static final int PICTURES_PER_SECOND = 25;
    private static final Duration FROM = Duration.ofMillis(9_080);
    private static final long KEY_FRAMES_MILLIS = 2_000;

    @TempDir static Path folder;

    private static final Seen SEEN = new Seen();

    @BeforeAll
    static void watchThemAll() throws Exception {
        List<StreamEntry> entries = new ArrayList<>();
        for (Coding coding : Coding.values()) {
            Path clean = folder.resolve("clean " + coding + ".ts");
            media(coding).write(clean, Packaging.TS);
            for (DecodeMode mode : DecodeMode.values()) {
                entries.add(entry("clean", coding, mode, clean));
            }
            entries.add(planted(coding, PlantedDefect.Kind.BLACK, 5));
            entries.add(planted(coding, PlantedDefect.Kind.FREEZE, 8));
            entries.add(planted(coding, PlantedDefect.Kind.SILENCE, 6));
        }
        MonitorPlan plan =
                new MonitorPlan(
                        entries,
                        null,
                        Map.of(),
                        PolicyFile.builtIn(),
                        List.of(),
                        new FileDestination(folder.resolve("output").toString()),
                        /* parallelism= */ 2,
                        folder.resolve("state"),
                        Duration.ofSeconds(2),
                        null);
        try (EmbeddedRun run = EmbeddedRun.start(plan, SEEN)) {
            assertThat(run.await(Duration.ofMinutes(5))).isTrue();
        }
    }

    @AfterAll
    static void nothingIsLeftOpen() {
        assertThat(NativeLedger.liveObjects()).as("native objects").isZero();
        assertThat(NativeLedger.packetBytes()).as("bytes of packets").isZero();
    }

    private static SyntheticMedia media(Coding coding) {
        return SyntheticMedia.lasting(Duration.ofSeconds(SECONDS))
                .withSize(480, 270, PICTURES_PER_SECOND)
                .withCoding(coding);
    }

    private static StreamEntry planted(Coding coding, PlantedDefect.Kind kind, int seconds)
            throws Exception {
        Path file = folder.resolve(kind + " " + coding + ".ts");
        media(coding).with(kind, FROM, FROM.plusSeconds(seconds)).write(file, Packaging.TS);
        return entry(kind.name(), coding, DecodeMode.AUTO, file);
    }

    private static StreamEntry entry(String name, Coding coding, DecodeMode mode, Path file) {
        return StreamEntry.of(new StreamId(id(name, coding, mode)), file.toString())
                .withExamination(Examination.inFull("default").withDecode(mode));
    }

    private static String id(String name, Coding coding, DecodeMode mode) {
        return name + " " + coding + " " + mode;
    }

    @ParameterizedTest
    @EnumSource
    void everySecondHasARowThatTellsWhatWasDecoded(Coding coding) {
        for (DecodeMode mode : DecodeMode.values()) {
            List<Measurement> rows = SEEN.rows(id("clean", coding, mode));
            assertThat(rows).as("%s", mode).hasSizeBetween(SECONDS, SECONDS + 1);
            assertThat(rows)
                    .allMatch(row -> row.values().getOrDefault("watch_coverage", 1.0) == 1.0);
        }
        assertThat(SEEN.rows(id("clean", coding, DecodeMode.FULL)))
                .allMatch(row -> row.decodeTier().equals("full") && row.coverage() == 1);
        assertThat(SEEN.rows(id("clean", coding, DecodeMode.NONE)))
                .allMatch(row -> row.decodeTier().equals("none"))
                .allMatch(row -> row.coverage() == 0 && row.frames() == 0);
        for (DecodeMode mode : List.of(DecodeMode.KEYFRAMES, DecodeMode.AUTO)) {
            List<Measurement> rows = SEEN.rows(id("clean", coding, mode));
            assertThat(rows).as("%s", mode).allMatch(row -> row.decodeTier().equals("keyframes"));
            assertThat(rows.stream().mapToInt(Measurement::frames).sum())
                    .as("%s", mode)
                    .isBetween(SECONDS / 2, SECONDS / 2 + 1);
            Measurement second = rows.get(4);
            assertThat(second.coverage() * PICTURES_PER_SECOND).isEqualTo(second.frames());
            assertThat(second.values()).containsKey("audio_level_dbfs");
        }
    }

    @Test
    void referencePicturesAreAThirdWhereTwoOfThreeAreNot() {
        List<Measurement> rows = SEEN.rows(id("clean", Coding.MPEG2_MP2, DecodeMode.REFERENCE));

        int frames = rows.stream().mapToInt(Measurement::frames).sum();
        assertThat(frames).isBetween(SECONDS * PICTURES_PER_SECOND / 3, SECONDS * 10);
        for (Measurement row : rows.subList(1, SECONDS - 1)) {
            assertThat(row.decodeTier()).isEqualTo("reference");
            assertThat(row.coverage()).isEqualTo((double) row.frames() / PICTURES_PER_SECOND);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cleanMediaIsCleanByEveryTier(Coding coding) {
        for (DecodeMode mode : DecodeMode.values()) {
            assertThat(SEEN.alerts(id("clean", coding, mode))).as("%s", mode).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPlantedIsFoundAtMostOneKeyFrameLate(Coding coding) {
        assertFound(coding, PlantedDefect.Kind.BLACK, "video.black", 5, KEY_FRAMES_MILLIS);
        assertFound(coding, PlantedDefect.Kind.FREEZE, "video.freeze", 8, KEY_FRAMES_MILLIS);
        assertFound(coding, PlantedDefect.Kind.SILENCE, "audio.silence", 6, 100);
    }

    private static void assertFound(
            Coding coding, PlantedDefect.Kind kind, String defect, int seconds, long lateMillis) {
        String id = id(kind.name(), coding, DecodeMode.AUTO);
        List<Alert> alerts = SEEN.alerts(id);
        assertThat(alerts).as(id).extracting(Alert::defect).containsOnly(defect);
        Alert cleared = alerts.get(alerts.size() - 1);
        System.out.printf(
                "%s: %d to %d ms%n",
                id, cleared.mediaStartMicros() / 1_000, cleared.mediaEndMicros() / 1_000);
        long start = cleared.mediaStartMicros() / 1_000 - SEEN.startMillis(id);
        assertThat(start).as(id).isBetween(FROM.toMillis() - 50, FROM.toMillis() + lateMillis);
        long end = cleared.mediaEndMicros() / 1_000 - SEEN.startMillis(id);
        // Seen whole by then, so as exact as in full.
        assertThat(end).as(id).isCloseTo(FROM.toMillis() + seconds * 1_000L, within(60));
        List<Measurement> rows = SEEN.rows(id);
        assertThat(rows.get(5).decodeTier()).as(id).isEqualTo("keyframes");
        assertThat(rows.get(rows.size() - 2).decodeTier()).as(id).isEqualTo("full");
        assertThat(rows.get(rows.size() - 2).coverage()).as(id).isEqualTo(1);
    }

    private static org.assertj.core.data.Offset<Long> within(long millis) {
        return org.assertj.core.data.Offset.offset(millis);
    }

    /** Everything that was told. */
    private static final class Seen implements RowListener {
        private final List<Alert> alerts = new ArrayList<>();
        private final List<Measurement> rows = new ArrayList<>();

        @Override
        public synchronized void onAlert(Alert alert) {
            alerts.add(alert);
        }

        @Override
        public synchronized void onMeasurement(Measurement measurement) {
            rows.add(measurement);
        }

        @Override
        public void onStreamState(StreamStateRow state) {
            // Not what is looked at.
        }

        synchronized List<Measurement> rows(String id) {
            return rows.stream()
                    .filter(row -> row.streamId().equals(id))
                    .sorted(Comparator.comparingLong(Measurement::secondAtMillis))
                    .toList();
        }

        synchronized List<Alert> alerts(String id) {
            return alerts.stream().filter(alert -> alert.streamId().equals(id)).toList();
        }

        long startMillis(String id) {
            return rows(id).get(0).mediaStartMicros() / 1_000;
        }
    }
}
