package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.features.SyntheticFrame;
import org.junit.jupiter.api.Test;

final class SceneDetectorTest {

    private final SceneDetector detector = new SceneDetector();
    private final RecordingSink sink = new RecordingSink();
    private final SyntheticFrame frame = SyntheticFrame.eightBit(320, 192);

    /** What a sample shows in a picture. */
    private interface Scene {
        double codeAt(int x, int y, int picture);
    }

    @Test
    void countsEachCutAtItsOwnInstant() {
        show((x, y, i) -> 90 + i / 25 % 2 * 50 + 40 * Math.sin((x + 3 * i) / 25.0));

        assertThat(cuts()).isEqualTo(3);
        assertThat(sink.at(SceneDetector.SCENE_CHANGES, 25 * 40_000L)).isEqualTo(1);
        assertThat(sink.at(SceneDetector.SCENE_CHANGES, 50 * 40_000L)).isEqualTo(1);
    }

    @Test
    void sparesFlashesFadesAndPans() {
        show((x, y, i) -> (i % 20 == 10 ? 120 : 0) + 60 + x / 8.0);
        show((x, y, i) -> (200 - 2 * i) * (0.5 + x / 640.0));
        show((x, y, i) -> 110 + 80 * Math.sin((x + 12 * i) / 30.0));

        // from one of these to the next is a cut, and so is the first picture of the pan
        assertThat(cuts()).isLessThanOrEqualTo(2);
    }

    private double cuts() {
        return sink.values(SceneDetector.SCENE_CHANGES).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private long now = -40_000;

    private void show(Scene scene) {
        for (int i = 0; i < 100; i++) {
            int picture = i;
            frame.paint((x, y) -> scene.codeAt(x, y, picture));
            detector.onFrame(frame.at(now += 40_000), sink);
        }
    }
}
