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
 * from 20 on, in pictures that say they are interlaced from 24 on. Columns: corrupt blocks,
 * blockiness, blur, edge width, noise, combing, field order, banding, illegal and clipped levels.
 */
final class TextureGoldenTest {

    private static final int LOOKS = 28;

    private static final String EXPECTED =
            """
             0 0.0000 0.0410 1.0653 4.6875 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             1 0.0000 0.0000 1.0511 4.6250 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             2 0.0000 0.0298 1.0653 4.6875 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             3 0.0000 0.0000 1.0511 4.6250 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             4 0.0000 0.0278 1.0653 4.6875 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             5 0.0000 0.0000 1.0511 4.6250 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             6 0.0000 0.0116 1.0511 4.6250 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             7 0.0000 0.0000 1.0511 4.6250 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             8 0.0000 0.5902 0.2841 1.2500 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
             9 0.2908 0.5866 0.2983 1.3125 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
            10 0.2908 0.5863 0.2983 1.3125 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
            11 0.2908 0.5769 0.2983 1.3125 0.2188 0.0000 0.0000 0.0000 0.0000 0.0000
            12 0.2908 0.1232 0.3409 1.5000 6.2813 0.0000 0.0000 0.0000 0.0000 0.0000
            13 0.2908 0.0000 0.5227 1.4375 6.6563 0.0000 0.0000 0.0000 0.0000 0.0000
            14 0.2908 0.0000 0.5227 1.4375 6.4688 0.0000 0.0000 0.0000 0.0000 0.0000
            15 0.2908 0.1273 0.5455 1.5000 6.5938 0.0000 0.0000 0.0000 0.0000 0.0000
            16 0.0000 0.0000 1.4773 4.0625 0.2188 0.0000 0.0000 0.0000 0.0069 0.0000
            17 0.0000 0.0000 1.4773 4.0625 0.2188 0.0000 0.0000 0.0000 0.0078 0.0000
            18 0.0000 0.0000 1.4773 4.0625 0.2188 0.0000 0.0000 0.0000 0.0078 0.0000
            19 0.0000 0.0000 1.4773 4.0625 0.2188 0.0000 0.0000 0.0000 0.0078 0.0000
            20 0.0000 0.0000 0.3636 1.0000 0.0938 0.0000 0.0000 0.0000 0.0000 0.0000
            21 0.0000 0.5747 1.1591 3.1875 0.2813 0.7670 0.0000 0.0000 0.0000 0.0000
            22 0.0000 0.0000 0.3636 1.0000 0.2813 0.8054 0.0000 0.0000 0.0000 0.0000
            23 0.0000 0.0000 0.3636 1.0000 0.0938 0.8054 0.0000 0.0000 0.0000 0.0000
            24 0.0000 0.6426 1.5909 4.3750 0.0313 0.8054 -0.0251 0.0000 0.0000 0.0000
            25 0.0000 0.0000 1.1591 3.1875 0.0313 0.8054 -0.0470 0.0000 0.0000 0.0000
            26 0.0000 0.0956 1.2500 3.4375 0.0313 0.8054 -0.0662 0.0000 0.0000 0.0000
            27 0.0000 0.0533 1.1591 3.1875 0.0313 0.8054 -0.0830 0.0000 0.0000 0.0000
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
                    detectors
                            .get(i)
                            .onFrame(frame.at(look * 500_000L + picture * 40_000L), sinks.get(i));
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
