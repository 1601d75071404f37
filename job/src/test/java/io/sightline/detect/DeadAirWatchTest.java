package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.model.StreamId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeadAirWatchTest {

    private static final long MILLI = 1_000;
    private static final double STILL = 0.2;
    private static final double MOVING = 5;
    private static final double SILENT = -90;
    private static final double LOUD = -20;

    private final TreeMap<Long, Double> told = new TreeMap<>();
    private final MeasurementSink out =
            new MeasurementSink() {
                @Override
                public void measure(Metric metric, double value) {
                    throw new AssertionError("The instant is given");
                }

                @Override
                public void measure(Metric metric, double value, long atMicros) {
                    assertThat(metric).isEqualTo(SourceMetrics.DEAD_AIR);
                    assertThat(told.isEmpty() ? Long.MIN_VALUE : told.lastKey())
                            .isLessThanOrEqualTo(atMicros);
                    told.put(atMicros, value);
                }
            };
    private DeadAirWatch watch = watch("default");

    private static DeadAirWatch watch(String template) {
        return watch(
                template,
                Set.of(
                        "freeze_difference",
                        "black_core_ratio",
                        "audio_level_dbfs",
                        "audio_missing_ms"));
    }

    private static DeadAirWatch watch(String template, Set<String> measured) {
        return new DeadAirWatch(
                PolicyFile.builtIn().rulesFor(new StreamId("s"), template), measured);
    }

    @Test
    void isThereWhereBothAreToTheMillisecond() {
        playPictures(0, 10_000, 3_000, 8_000);
        playSound(0, 10_000, 4_000, 9_000);
        watch.end(out);

        assertThat(at(3_999)).isZero();
        assertThat(at(4_000)).isEqualTo(1);
        assertThat(at(7_999)).isEqualTo(1);
        assertThat(at(8_000)).isZero();
        assertThat(at(9_900)).isZero();
    }

    @Test
    void doesNotDependOnWhichComesFirstNorOnRestarts() throws IOException {
        playPictures(0, 10_000, 3_000, 8_000);
        playSound(0, 10_000, 4_000, 9_000);
        watch.end(out);
        TreeMap<Long, Double> whole = new TreeMap<>(told);
        long seed = 5;
        Random random = new Random(seed);
        told.clear();
        watch = watch("default");
        long pictures = 0;
        long sound = 0;
        while (pictures < 10_000 || sound < 10_000) {
            long more = 40L * (1 + random.nextInt(20));
            if (pictures - sound < random.nextInt(2_000)) {
                playPictures(pictures, Math.min(10_000, pictures + more), 3_000, 8_000);
                pictures += more;
            } else {
                playSound(sound, Math.min(10_000, sound + more), 4_000, 9_000);
                sound += more;
            }
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            watch.save(new DataOutputStream(saved));
            watch = watch("default");
            watch.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        }
        watch.end(out);

        for (long ms = 0; ms < 9_900; ms += 20) {
            assertThat(at(ms)).as("seed %d, at %d ms", seed, ms).isEqualTo(value(whole, ms));
        }
    }

    @Test
    void takesBackWhatWasTakenForGranted() {
        sample("audio_level_dbfs", SILENT, 0);
        sample("black_core_ratio", 0, 0);
        sample("audio_missing_ms", 0, 0);
        sample("freeze_difference", MOVING, 0);
        sample("freeze_difference", STILL, 1_000);
        sample("freeze_difference", MOVING, 900); // it moved after all
        sample("freeze_difference", MOVING, 2_000);
        sample("black_core_ratio", 0, 2_000);
        sample("audio_level_dbfs", SILENT, 2_000);
        watch.end(out);

        assertThat(told.values()).containsOnly(0.0);
    }

    @Test
    void blackCountsAsStillAndMissingSoundAsSilent() {
        for (long ms = 0; ms <= 6_000; ms += 40) {
            sample("freeze_difference", MOVING, ms);
            sample("black_core_ratio", 1, ms);
            sample("audio_missing_ms", 0, Math.min(ms, 3_000));
        }
        sample("audio_level_dbfs", LOUD, 1_000);
        sample("audio_missing_ms", 2_040, 1_020);
        sample("audio_missing_ms", 5_000, 6_000);
        watch.end(out);

        assertThat(at(1_000)).isZero();
        assertThat(at(1_020)).isEqualTo(1);
        assertThat(told.lastKey()).isEqualTo(6_000 * MILLI);
    }

    @Test
    void whatAPolicyDisablesDoesNotCount() {
        watch = watch("still-picture");
        playPictures(0, 10_000, 3_000, 8_000);
        playSound(0, 10_000, 4_000, 9_000);
        watch.end(out);
        assertThat(told.values()).containsOnly(0.0);

        told.clear();
        watch = watch("sound-only");
        playPictures(0, 10_000, 3_000, 8_000);
        playSound(0, 10_000, 4_000, 9_000);
        watch.end(out);
        assertThat(told).isEmpty();
    }

    @Test
    void doesNotWaitForWhatNobodyMeasures() {
        watch = watch("default", Set.of("black_core_ratio", "audio_level_dbfs"));
        for (long ms = 0; ms <= 5_000; ms += 40) {
            sample("black_core_ratio", 1, ms);
            sample("audio_level_dbfs", SILENT, ms);
        }
        watch.end(out);

        assertThat(at(4_000)).isEqualTo(1);
    }

    @Test
    void survivesAnyTrembling() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            sample("freeze_difference", random.nextBoolean() ? STILL : MOVING, i);
            sample("black_core_ratio", Double.NaN, i);
            sample("black_core_ratio", random.nextDouble(), i);
            sample("audio_missing_ms", 0, i);
            if (i % 1_000 == 0) {
                sample("audio_level_dbfs", i % 2_000 == 0 ? SILENT : LOUD, i);
            }
        }
        watch.end(out);
        assertThat(told).isNotEmpty();
    }

    private double at(long ms) {
        return value(told, ms);
    }

    private static double value(NavigableMap<Long, Double> told, long ms) {
        return told.floorEntry(ms * MILLI) == null ? 0 : told.floorEntry(ms * MILLI).getValue();
    }

    private void playPictures(long fromMs, long toMs, long stillFromMs, long stillToMs) {
        for (long ms = fromMs; ms < toMs; ms += 40) {
            boolean isStill = ms >= stillFromMs && ms < stillToMs;
            sample("freeze_difference", isStill ? STILL : MOVING, ms);
            sample("black_core_ratio", 0, ms);
            sample("audio_missing_ms", 0, ms);
            watch.judge(out);
        }
    }

    private void playSound(long fromMs, long toMs, long silentFromMs, long silentToMs) {
        for (long ms = fromMs; ms < toMs; ms += 5) {
            boolean isSilent = ms >= silentFromMs && ms < silentToMs;
            sample("audio_level_dbfs", isSilent ? SILENT : LOUD, ms);
            watch.judge(out);
        }
    }

    private void sample(String metric, double value, long ms) {
        BadStretches part = watch.partOf(metric);
        if (part != null) {
            watch.sample(part, value, ms * MILLI);
        }
    }
}
