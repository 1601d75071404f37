package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import io.sightline.flow.Expected;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormatWatchTest {

    private final Map<Metric, Double> sums = new HashMap<>();
    private final Map<Metric, Double> last = new HashMap<>();
    private final MeasurementSink out =
            new MeasurementSink() {
                @Override
                public void measure(Metric metric, double value) {
                    sums.merge(metric, value, Double::sum);
                    last.put(metric, value);
                }

                @Override
                public void measure(Metric metric, double value, long atMicros) {
                    measure(metric, value);
                }
            };

    private record Picture(int width, int height, int bitDepth, long durationMicros)
            implements VideoFrame {
        @Override
        public long presentationTimeMicros() {
            return 0;
        }

        @Override
        public LumaFormat lumaFormat() {
            return new LumaFormat(bitDepth, 0, false);
        }

        @Override
        public ByteBuffer luma() {
            throw new AssertionError("not needed");
        }

        @Override
        public int lumaStrideBytes() {
            return width;
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
            throw new AssertionError("not needed");
        }
    }

    private record Sound(int sampleRateHz, int channelCount) implements AudioBlock {
        @Override
        public long presentationTimeMicros() {
            return 0;
        }

        @Override
        public int sampleCount() {
            return 1024;
        }

        @Override
        public List<ChannelRole> channels() {
            return Collections.nCopies(channelCount, ChannelRole.OTHER);
        }

        @Override
        public float[] samples(int channel) {
            return new float[1024];
        }
    }

    private double changes(Metric metric) {
        return sums.getOrDefault(metric, 0.0);
    }

    private void show(FormatWatch watch, int pictures, int width, int bitDepth, long micros) {
        for (int i = 0; i < pictures; i++) {
            watch.onPicture(new Picture(width, 240, bitDepth, micros), out);
        }
    }

    @Test
    void countsEachChangeOfPicturesOnce() {
        FormatWatch watch = new FormatWatch(Expected.ANYTHING);
        watch.onTracks("h264", "aac");
        show(watch, 60, 320, 8, 40_000);
        assertThat(changes(SourceMetrics.VIDEO_FORMAT_CHANGES)).isZero();
        show(watch, 60, 640, 8, 40_000);
        assertThat(changes(SourceMetrics.VIDEO_FORMAT_CHANGES)).isEqualTo(1);
        show(watch, 60, 640, 10, 40_000);
        assertThat(changes(SourceMetrics.VIDEO_FORMAT_CHANGES)).isEqualTo(2);
        watch.onTracks("hevc", "aac");
        show(watch, 60, 1280, 8, 40_000);
        assertThat(changes(SourceMetrics.VIDEO_FORMAT_CHANGES)).isEqualTo(3);
        show(watch, 60, 1280, 8, 20_000);
        assertThat(changes(SourceMetrics.VIDEO_FORMAT_CHANGES)).isEqualTo(4);
        assertThat(sums).doesNotContainKey(SourceMetrics.FORMAT_MISMATCH);
    }

    @Test
    void takesUnevenRatesAndTracksThatComeAndGoForNoChange() {
        FormatWatch watch = new FormatWatch(Expected.ANYTHING);
        watch.onTracks("", "aac");
        watch.onTracks("h264", "aac");
        for (int i = 0; i < 300; i++) {
            show(watch, 1 + i % 7, 320, 8, i % 2 == 0 ? 33_333 : 41_667);
        }
        watch.onTracks("h264", "");
        watch.onTracks("h264", "aac");
        show(watch, 1, 320, 8, 33_333);
        assertThat(changes(SourceMetrics.VIDEO_FORMAT_CHANGES)).isZero();
    }

    @Test
    void countsChangesOfSound() {
        FormatWatch watch = new FormatWatch(Expected.ANYTHING);
        watch.onTracks("", "aac");
        watch.onSound(new Sound(48_000, 2), out);
        watch.onSound(new Sound(44_100, 2), out);
        watch.onSound(new Sound(44_100, 6), out);
        watch.onTracks("", "ac3");
        watch.onSound(new Sound(44_100, 6), out);
        watch.onSound(new Sound(44_100, 6), out);
        assertThat(changes(SourceMetrics.AUDIO_FORMAT_CHANGES)).isEqualTo(3);
    }

    @Test
    void saysHowManyPropertiesAreNotAsExpected() {
        FormatWatch watch =
                new FormatWatch(new Expected(true, false, "h264", 320, 240, 25.0, "aac", 2));
        watch.onTracks("h264", "aac");
        show(watch, 60, 320, 8, 40_000);
        assertThat(last.get(SourceMetrics.FORMAT_MISMATCH)).isZero();
        watch.onSound(new Sound(48_000, 1), out);
        show(watch, 60, 640, 8, 20_000);
        assertThat(last.get(SourceMetrics.FORMAT_MISMATCH)).isEqualTo(3);
    }

    @Test
    void goesOnAfterARestartAsIfThereHadBeenNone() throws IOException {
        FormatWatch watch = new FormatWatch(Expected.ANYTHING);
        watch.onTracks("h264", "aac");
        show(watch, 60, 320, 8, 40_000);
        show(watch, 30, 320, 8, 20_000);
        watch.onSound(new Sound(48_000, 2), out);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        watch.save(new DataOutputStream(bytes));
        FormatWatch next = new FormatWatch(Expected.ANYTHING);
        next.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        next.onTracks("h264", "aac");
        show(next, 19, 320, 8, 20_000);
        next.onSound(new Sound(48_000, 2), out);
        assertThat(changes(SourceMetrics.VIDEO_FORMAT_CHANGES)).isZero();
        show(next, 1, 320, 8, 20_000);
        next.onSound(new Sound(32_000, 2), out);
        assertThat(changes(SourceMetrics.VIDEO_FORMAT_CHANGES)).isEqualTo(1);
        assertThat(changes(SourceMetrics.AUDIO_FORMAT_CHANGES)).isEqualTo(1);
    }
}
