package io.sightline.detector.sync;

import static io.sightline.detector.sync.MissingAudioDetector.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sightline.detector.SavedState;
import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.TrackPresence;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MissingAudioDetectorTest {

    private static final TrackPresence BOTH = new TrackPresence(true, true);
    private static final long FRAME_MICROS = 40_000;
    private static final long BLOCK_MICROS = 20_000;

    private final Timeline out = new Timeline();
    private MissingAudioDetector detector = new MissingAudioDetector();

    @Test
    void readsZeroWhileSoundKeepsUp() {
        detector.onTracks(BOTH, out);
        play(0, 20_000_000, 0);
        assertThat(out.max()).isZero();
        assertThat(out.values).hasSize(500);
    }

    @Test
    void growsFromTheFirstPictureWhenNoSoundEverComes() {
        detector.onTracks(BOTH, out);
        pictures(5_000_000, 15_000_000);
        assertThat(out.at(7_000_000)).isZero();
        assertThat(out.at(7_040_000)).isEqualTo(2_040);
        assertThat(out.last()).isEqualTo(9_960);
    }

    @Test
    void growsFromTheEndOfTheSoundWhenItStopsAndEndsWhenItComesBack() {
        detector.onTracks(BOTH, out);
        play(0, 10_000_000, 0);
        pictures(10_000_000, 14_000_000);
        assertThat(out.at(12_000_000)).isZero();
        assertThat(out.at(12_040_000)).isEqualTo(2_040);
        assertThat(out.last()).isEqualTo(3_960);
        play(14_000_000, 16_000_000, 0);
        assertThat(out.at(14_000_000)).isZero();
        assertThat(out.last()).isZero();
    }

    @Test
    void showsTheLagFromWhereTheSoundEnded() {
        detector.onTracks(BOTH, out);
        play(0, 10_000_000, 0);
        assertThat(out.at(10_000_000 - FRAME_MICROS)).isZero();
        pictures(10_000_000, 12_080_000);
        assertThat(out.at(10_000_000)).isEqualTo(2_040);
    }

    @Test
    void soundThatStartsLateIsMissingUntilItStarts() {
        detector.onTracks(BOTH, out);
        pictures(0, 3_000_000);
        assertThat(out.last()).isEqualTo(2_960);
        play(3_000_000, 5_000_000, 0);
        assertThat(out.last()).isZero();
    }

    @Test
    void shortStartOffsetIsNoDefect() {
        detector.onTracks(BOTH, out);
        pictures(0, 700_000);
        play(700_000, 5_000_000, 0);
        assertThat(out.max()).isZero();
    }

    @Test
    void soundInterleavedLateIsNoDefect() {
        detector.onTracks(BOTH, out);
        play(0, 20_000_000, 1_300_000);
        assertThat(out.max()).isZero();
    }

    @Test
    void soundAheadOfThePicturesIsNoDefect() {
        detector.onTracks(BOTH, out);
        play(0, 20_000_000, -3_000_000);
        assertThat(out.max()).isZero();
    }

    @Test
    void measuresNothingWithoutAnnouncedSoundOrWithoutPictures() {
        detector.onTracks(new TrackPresence(true, false), out);
        pictures(0, 10_000_000);
        detector.onTracks(new TrackPresence(false, true), out);
        for (long at = 10_000_000; at < 20_000_000; at += BLOCK_MICROS) {
            detector.onBlock(new Block(at), out);
        }
        assertThat(out.values).isEmpty();
    }

    @Test
    void trackThatAppearsHasTimeToBegin() {
        detector.onTracks(new TrackPresence(true, false), out);
        pictures(0, 60_000_000);
        detector.onTracks(BOTH, out);
        pictures(60_000_000, 60_800_000);
        assertThat(out.max()).isZero();
        pictures(60_800_000, 63_000_000);
        assertThat(out.last()).isGreaterThan(2_900);
    }

    @Test
    void soundNoLongerAnnouncedIsNotMissed() {
        detector.onTracks(BOTH, out);
        pictures(0, 5_000_000);
        assertThat(out.last()).isEqualTo(4_960);
        detector.onTracks(new TrackPresence(true, false), out);
        assertThat(out.last()).isZero();
    }

    @Test
    void discontinuityBeginsANewTimeline() {
        detector.onTracks(BOTH, out);
        play(0, 5_000_000, 0);
        detector.onDiscontinuity();
        play(900_000_000, 905_000_000, 0);
        assertThat(out.max()).isZero();
        pictures(905_000_000, 908_000_000);
        assertThat(out.last()).isEqualTo(2_960);
    }

    @Test
    void successorGoesOnExactlyWhereItsPredecessorSaved() throws IOException {
        detector.onTracks(BOTH, out);
        play(0, 5_000_000, 0);
        pictures(5_000_000, 7_500_000);
        detector = SavedState.handedOver(detector, new MissingAudioDetector());
        pictures(7_500_000, 8_000_000);
        assertThat(out.last()).isGreaterThan(2_900);
        detector.onTracks(BOTH, out); // the same tracks announced again change nothing
        pictures(8_000_000, 9_000_000);
        assertThat(out.last()).isGreaterThan(3_900);
    }

    @Test
    void allocatesNothing() {
        detector.onTracks(BOTH, out);
        Frame frame = new Frame(1);
        Block block = new Block(1);
        MeasurementSink sink = new Ignoring();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                detector.onBlock(block, sink);
                detector.onFrame(frame, sink);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated / 10_000.0).isLessThan(1);
    }

    /** Pictures and sound of the same time; the sound is delivered later by a skew. */
    private void play(long from, long to, long skewMicros) {
        long sound = from;
        for (long at = from; at < to; at += FRAME_MICROS) {
            while (sound + skewMicros <= at && sound < to) {
                detector.onBlock(new Block(sound), out);
                sound += BLOCK_MICROS;
            }
            picture(at);
        }
        for (; sound < to; sound += BLOCK_MICROS) {
            detector.onBlock(new Block(sound), out);
        }
    }

    private void pictures(long from, long to) {
        for (long at = from; at < to; at += FRAME_MICROS) {
            picture(at);
        }
    }

    private void picture(long atMicros) {
        out.nowMicros = atMicros;
        detector.onFrame(new Frame(atMicros), out);
    }

    private static final class Timeline implements MeasurementSink {
        private final TreeMap<Long, Double> values = new TreeMap<>();
        private long nowMicros;

        @Override
        public void measure(Metric metric, double value) {
            measure(metric, value, nowMicros);
        }

        @Override
        public void measure(Metric metric, double value, long atMicros) {
            assertThat(metric).isEqualTo(MISSING);
            values.put(atMicros, value);
        }

        double at(long atMicros) {
            return values.floorEntry(atMicros).getValue();
        }

        double last() {
            return values.lastEntry().getValue();
        }

        double max() {
            return values.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        }
    }

    private static final class Ignoring implements MeasurementSink {
        @Override
        public void measure(Metric metric, double value) {
            // Only what the detector itself allocates matters.
        }

        @Override
        public void measure(Metric metric, double value, long atMicros) {
            // As above.
        }
    }

    private record Block(long presentationTimeMicros) implements AudioBlock {
        private static final List<ChannelRole> ROLES = List.of(ChannelRole.MONO);

        @Override
        public int sampleRateHz() {
            return 48_000;
        }

        @Override
        public int sampleCount() {
            return 960;
        }

        @Override
        public List<ChannelRole> channels() {
            return ROLES;
        }

        @Override
        public float[] samples(int channel) {
            throw new AssertionError("Only the time of sound matters");
        }
    }

    private record Frame(long presentationTimeMicros) implements VideoFrame {
        @Override
        public long durationMicros() {
            return FRAME_MICROS;
        }

        @Override
        public int width() {
            return 16;
        }

        @Override
        public int height() {
            return 16;
        }

        @Override
        public LumaFormat lumaFormat() {
            return new LumaFormat(8, 0, false);
        }

        @Override
        public ByteBuffer luma() {
            throw new AssertionError("Only the time of pictures matters");
        }

        @Override
        public int lumaStrideBytes() {
            return 16;
        }

        @Override
        public boolean isInterlaced() {
            return false;
        }

        @Override
        public PictureDamage damage() {
            return PictureDamage.NONE;
        }

        @Override
        public FrameFeatures features() {
            throw new AssertionError("Only the time of pictures matters");
        }
    }
}
