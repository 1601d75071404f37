package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.SavedState;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.features.SyntheticFrame;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DecodeErrorDetectorTest {

    private static final PictureDamage CONCEALED = new PictureDamage(true, false, false);

    private final SyntheticFrame frame = SyntheticFrame.eightBit(16, 16);
    private final RecordingSink sink = new RecordingSink();
    private DecodeErrorDetector detector = new DecodeErrorDetector();

    @Test
    void measuresNoDamageOfSoundPictures() {
        show(0, PictureDamage.NONE, false);

        assertThat(damage()).isZero();
        assertThat(sink.last(DecodeErrorDetector.DAMAGED_FRAMES)).isZero();
        assertThat(sink.last(DecodeErrorDetector.UNDECODABLE_FRAMES)).isZero();
    }

    @Test
    void holdsDamageUntilNextSoundIntraPicture() {
        show(0, CONCEALED, false);
        assertThat(damage()).isEqualTo(1);
        assertThat(sink.last(DecodeErrorDetector.DAMAGED_FRAMES)).isEqualTo(1);

        show(40_000, PictureDamage.NONE, false);
        assertThat(damage()).isEqualTo(0.5);
        assertThat(sink.last(DecodeErrorDetector.DAMAGED_FRAMES)).isZero();

        show(80_000, CONCEALED, true);
        assertThat(damage()).isEqualTo(1);
        show(120_000, PictureDamage.NONE, false);
        assertThat(damage()).isEqualTo(0.5);

        show(160_000, PictureDamage.NONE, true);
        assertThat(damage()).isZero();
    }

    @Test
    void stopsHoldingWhereNoIntraPictureComes() {
        show(0, CONCEALED, false);
        show(1_999_999, PictureDamage.NONE, false);
        assertThat(damage()).isEqualTo(0.5);

        show(2_000_000, PictureDamage.NONE, false);
        assertThat(damage()).isZero();
    }

    @Test
    void countsUndecodablePictureAtItsOwnInstant() {
        show(0, PictureDamage.NONE, false);
        detector.onUndecodable(40_000, sink);

        assertThat(damage()).isEqualTo(1);
        assertThat(sink.lastInstantMicros(DecodeErrorDetector.DAMAGE)).isEqualTo(40_000);
        assertThat(sink.last(DecodeErrorDetector.UNDECODABLE_FRAMES)).isEqualTo(1);
        show(80_000, PictureDamage.NONE, false);
        assertThat(damage()).isEqualTo(0.5);
        assertThat(sink.last(DecodeErrorDetector.UNDECODABLE_FRAMES)).isZero();
    }

    @Test
    void neverMeasuresBeforeItsLastValue() {
        show(100_000, PictureDamage.NONE, false);
        detector.onUndecodable(60_000, sink); // refused in decoding order

        assertThat(sink.lastInstantMicros(DecodeErrorDetector.DAMAGE)).isEqualTo(100_000);
    }

    @Test
    void forgetsDamageAtDiscontinuity() {
        show(0, CONCEALED, false);
        detector.onDiscontinuity();
        show(10, PictureDamage.NONE, false);

        assertThat(damage()).isZero();
    }

    @Test
    void goesOnExactlyWhereItWasSaved() throws IOException {
        show(500_000, CONCEALED, false);
        detector = SavedState.handedOver(detector, new DecodeErrorDetector());

        show(540_000, PictureDamage.NONE, false);
        assertThat(damage()).isEqualTo(0.5);
        detector.onUndecodable(0, sink);
        assertThat(sink.lastInstantMicros(DecodeErrorDetector.DAMAGE)).isEqualTo(540_000);
    }

    private void show(long atMicros, PictureDamage damage, boolean isIntra) {
        if (isIntra) {
            frame.intraCoded();
        } else {
            frame.predicted();
        }
        detector.onFrame(frame.with(damage).at(atMicros), sink);
    }

    private double damage() {
        return sink.last(DecodeErrorDetector.DAMAGE);
    }
}
