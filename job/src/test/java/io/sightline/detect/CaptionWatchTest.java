package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionWatchTest {

    private static final long START_MICROS = 5_000_000;

    private final List<Double> ages = new ArrayList<>();

    private void show(CaptionWatch watch, int pictures) {
        MeasurementSink sink =
                new MeasurementSink() {
                    @Override
                    public void measure(Metric metric, double value) {
                        ages.add(value);
                    }

                    @Override
                    public void measure(Metric metric, double value, long atMicros) {
                        ages.add(value);
                    }
                };
        for (int i = 0; i < pictures; i++) {
            watch.onPicture(new FakeFrame(START_MICROS + i * FakeFrame.DURATION_MICROS, 1), sink);
        }
    }

    @Test
    void captionsThatAreExpectedAreMissedFromTheBegin() {
        show(new CaptionWatch(/* isExpected= */ true), 26);

        assertThat(ages).hasSize(26).startsWith(0.0, 40.0).endsWith(1_000.0);
    }

    @Test
    void othersAreMissedOnceThereWereAny() {
        CaptionWatch watch = new CaptionWatch(/* isExpected= */ false);
        show(watch, 10);
        assertThat(ages).isEmpty();

        watch.seen(START_MICROS);
        show(watch, 26);
        assertThat(ages).endsWith(1_000.0);
    }
}
