package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DcOffsetDetectorTest {

    @Test
    void readsTheLargestMeanOfAnyChannel() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(3, -20);
        for (int i = 0; i < sound.sampleCount(); i++) {
            sound.plane(1)[i] -= 0.01f;
        }
        assertThat(sound.measuredBy(new DcOffsetDetector()).last(DcOffsetDetector.OFFSET))
                .isCloseTo(-40, within(0.05));
    }

    @Test
    void deepTonesAreNoOffset() {
        for (double hz : new double[] {16, 20.3, 27.5, 41}) {
            Sound sound = new Sound(48_000, Sound.MONO).sine(4, hz, 45, -6);
            assertThat(sound.measuredBy(new DcOffsetDetector()).max(DcOffsetDetector.OFFSET))
                    .isLessThan(-55);
        }
    }

    @Test
    void edgeIsWhereTheOffsetBegins() {
        Sound sound = new Sound(48_000, Sound.MONO).silence(4);
        for (int i = 2 * 48_000; i < sound.sampleCount(); i++) {
            sound.plane(0)[i] = 0.02f;
        }
        Recording heard = sound.measuredBy(new DcOffsetDetector());
        assertThat(heard.at(DcOffsetDetector.OFFSET, 1_850_000)).isLessThan(-40);
        assertThat(heard.at(DcOffsetDetector.OFFSET, 2_050_000)).isGreaterThan(-40);
    }
}
