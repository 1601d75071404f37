package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.SavedState;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.features.SyntheticFrame;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the freeze detector takes over a restart. */
final class FreezeStateTest {

    private final SyntheticFrame frame = SyntheticFrame.eightBit(322, 182);
    private final RecordingSink sink = new RecordingSink();
    private FreezeDetector detector = new FreezeDetector();
    private long atMicros;
    private double drifted;

    @Test
    void goesOnFromASavedStillness() throws IOException {
        drift(50, 0.5);
        drift(50, 0);
        restart();
        drift(1, 0);
        assertThat(last()).isLessThan(1);
        drift(2, 0.5);
        assertThat(last()).isGreaterThan(1);
    }

    @Test
    void goesOnAsItWasSampled() throws IOException {
        detector.onSampling(PictureSampling.KEY_PICTURES);
        key(0);
        key(40);
        restart();
        key(40);
        assertThat(last()).isLessThan(1);
    }

    @Test
    void savesAtMostThreeDigests() throws IOException {
        SyntheticFrame uhd = SyntheticFrame.eightBit(3840, 2160);
        uhd.paint((x, y) -> 50 + x / 40);
        detector.onFrame(uhd.at(0).intraCoded(), sink);
        detector.onFrame(uhd.at(2_000_000).intraCoded(), sink);
        detector.onFrame(uhd.at(4_000_000).intraCoded(), sink);

        assertThat(SavedState.of(detector).length).isBetween(45_000, 50_500);
        assertThat(SavedState.of(new FreezeDetector()).length).isLessThan(256);
    }

    @Test
    void refusesStateItCannotRead() throws IOException {
        byte[] bytes = SavedState.of(detector);

        assertThatThrownBy(() -> SavedState.restore(detector, 2, bytes))
                .hasMessageContaining("State of detector 'video.freeze' has version 2");
        bytes[0] = 9;
        assertThatThrownBy(() -> SavedState.restore(detector, 1, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its phase is 9");
    }

    private void restart() throws IOException {
        detector = SavedState.handedOver(detector, new FreezeDetector());
    }

    /** Moves waves on by so many samples a picture. */
    private void drift(int pictures, double samples) {
        for (int i = 0; i < pictures; i++) {
            drifted += samples;
            frame.paint((x, y) -> 110 + 60 * Math.sin((x + drifted) / 17));
            detector.onFrame(frame.at(atMicros).predicted(), sink);
            atMicros += 40_000;
        }
    }

    private void key(int moment) {
        frame.paint((x, y) -> 60 + (x * 3 + y * 7 + moment * 5) % 120);
        detector.onFrame(frame.at(atMicros).intraCoded(), sink);
        atMicros += 2_000_000;
    }

    private double last() {
        return sink.last(FreezeDetector.FREEZE_DIFFERENCE);
    }
}
