package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each detector measures in one minute of speech with one defect after the other, second by
 * second. {@code mvn -Dgolden.update=true test} writes the dumps anew.
 */
final class AudioGoldenTest {

    private static final Path DUMPS =
            Path.of(System.getProperty("sightline.root", ""), "tests/golden/detectors");
    private static final int RATE_HZ = 48_000;
    private static final int SECONDS = 56;
    private static final Sound PROGRAMME = programme();

    static Stream<AudioDetector> detectors() {
        return ServiceLoader.load(AudioDetector.class).stream().map(ServiceLoader.Provider::get);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void measuresWhatItMeasuredBefore(AudioDetector detector) throws IOException {
        StringBuilder found = new StringBuilder("# value of each second; - where there is none\n");
        Recording heard = PROGRAMME.measuredBy(detector);
        for (Metric metric : detector.metrics()) {
            found.append(metric.name());
            for (int second = 0; second < SECONDS; second++) {
                found.append(second % 10 == 0 ? "\n " + String.format("%3d:", second) : "");
                found.append(' ').append(folded(metric, heard.of(metric), second));
            }
            found.append('\n');
        }
        Path golden = DUMPS.resolve(detector.id() + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(DUMPS);
            Files.writeString(golden, found);
        }
        assertThat(golden).exists();
        assertThat(found.toString()).isEqualTo(Files.readString(golden));
    }

    private static String folded(Metric metric, List<Recording.Entry> entries, int second) {
        double[] values =
                entries.stream()
                        .filter(entry -> entry.atMicros() / 1_000_000 == second)
                        .mapToDouble(Recording.Entry::value)
                        .toArray();
        if (values.length == 0) {
            return "-";
        }
        double folded =
                switch (metric.fold()) {
                    case MAX -> Arrays.stream(values).max().orElse(0);
                    case MIN -> Arrays.stream(values).min().orElse(0);
                    default -> values[values.length - 1];
                };
        return String.format(Locale.ROOT, "%.2f", folded).replaceAll("^-(0\\.00)$", "$1");
    }

    /** One defect after the other; the last is another level, against 30 s before it. */
    private static Sound programme() {
        Sound sound = Mixtures.speech(RATE_HZ, Sound.STEREO, SECONDS, 1);
        Random random = new Random(2);
        float[] left = sound.plane(0);
        float[] right = sound.plane(1);
        for (int i = 0; i < left.length; i++) {
            double at = i / (double) RATE_HZ;
            if (at >= 3 && at < 5 && i % 9_600 == 0) {
                right[i] += 0.4f;
            } else if (at >= 6 && at < 9) {
                right[i] = -right[i];
            } else if (at >= 11 && at < 13) {
                right[i] = 0;
            } else if (at >= 15 && at < 18) {
                left[i] += 0.05f;
            } else if (at >= 20 && at < 24) {
                left[i] = Math.max(-0.5f, Math.min(0.5f, 8 * left[i]));
            } else if (at >= 25.05 && at < 25.09) {
                left[i] = 0;
                right[i] = 0;
            } else if (at >= 27 && at < 27.2) {
                left[i] = (float) (0.3 * random.nextGaussian());
            } else if (at >= 29 && at < 41) {
                double phase = 2 * Math.PI * 50 * at;
                float hum = (float) (0.02 * (Math.sin(phase) + Math.sin(2 * phase) / 2));
                float hiss = at < 34 ? 0 : (float) (0.03 * random.nextGaussian());
                left[i] += hum + hiss;
                right[i] += hum + hiss;
            } else if (at >= 44) {
                left[i] *= at < 55 ? 0.1f : 0;
                right[i] *= at < 55 ? 0.1f : 0;
            }
        }
        return sound;
    }
}
