package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.features.SyntheticFrame;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What each detector of texture measures of one signal: waves that move, one look a line; blocks
 * that are displaced from look 8 on, noise from 12 on, wide levels from 16 on; bars of woven fields
 * from 20 on, in pictures that say they are interlaced from 24 on.
 */
final class TextureGoldenTest {

    private static final int LOOKS = 28;

    private static final String EXPECTED =
            """
            """;

    @Test
    void measuresWhatItAlwaysDid() {
        assertThat(dump()).isEqualTo(EXPECTED);
    }

    static String dump() {
        List<VideoDetector> detectors =
                TextureDetectorsTest.detectors().map(made -> made.get()).toList();
        List<RecordingSink> sinks = detectors.stream().map(any -> new RecordingSink()).toList();
        SyntheticFrame frame = SyntheticFrame.eightBit(480, 272).withChroma(1, 1, 1);
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        for (int look = 0; look < LOOKS; look++) {
            paint(frame, look, random);
            // Two pictures a look: the order of fields is told by pairs.
            for (int picture = 0; picture < 2; picture++) {
                for (int i = 0; i < detectors.size(); i++) {
                    detectors.get(i).onFrame(frame.at(look * 500_000L + picture * 40_000L), sinks.get(i));
                }
                paint(frame, look + 0.25, random);
            }
            text.append(String.format(Locale.ROOT, "%2d", look));
            for (int i = 0; i < detectors.size(); i++) {
                for (Metric metric : detectors.get(i).metrics()) {
                    text.append(String.format(Locale.ROOT, " %.4f", sinks.get(i).last(metric)));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void paint(SyntheticFrame frame, double look, Random random) {
        double shift = 5 * look;
        int woven = look >= 20 ? 6 : 0;
        double contrast = look >= 16 && look < 20 ? 1.7 : 1;
        if (look >= 24) {
            frame.interlaced(true);
        }
        if (woven > 0) {
            frame.paint((x, y) -> Scenes.bars(x + shift + (y & 1) * woven, 40));
            return;
        }
        frame.paint(
                (x, y) -> {
                    boolean isBroken =
                            look >= 8
                                    && look < 12
                                    && x / 16 > 9
                                    && x / 16 < 16
                                    && (2 * (x / 16) + y / 16) % 5 < 2;
                    double wave = Scenes.waves(x + shift, y);
                    return isBroken
                            ? Scenes.waves(x + shift + 150, y + 77) * 0.6 + 20
                            : 128 + (wave - 128) * contrast;
                });
        if (look >= 12 && look < 16) {
            frame.addNoise(random, 8);
        }
    }
}
