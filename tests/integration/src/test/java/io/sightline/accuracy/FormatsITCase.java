package io.sightline.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.table.Measurement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How something is stored is no defect, and changes no measurement. */
class FormatsITCase {

    @TempDir static Path folder;

    private static Map<String, Path> files;
    private static MonitoredRun run;

    @BeforeAll
    static void watchAll() throws Exception {
        files = new FormatVariants(Files.createDirectories(folder.resolve("media"))).write();
        run = MonitoredRun.over(files, folder.resolve("run"));
    }

    @Test
    void noFormatIsADefect() {
        Map<String, Object> raised = new TreeMap<>();
        for (String name : files.keySet()) {
            if (!run.incidents(name).isEmpty()) {
                raised.put(name, run.incidents(name));
            }
        }
        assertThat(raised).isEmpty();
    }

    @Test
    void everyPictureAndSampleIsExamined() {
        SoftAssertions all = new SoftAssertions();
        for (String name : files.keySet()) {
            all.assertThat(run.rows(name).size()).as(name).isGreaterThanOrEqualTo(3);
        }
        all.assertAll();
    }

    @Test
    void picturesMeasureTheSameHoweverTheyAreStored() {
        for (String name :
                List.of(
                        "10-bit",
                        "12-bit",
                        "16-bit",
                        "4-2-2",
                        "4-4-4",
                        "nv12",
                        "full-range",
                        "rgb",
                        "anamorphic")) {
            requireSame("picture-plain", "picture-" + name);
        }
    }

    @Test
    void soundMeasuresTheSameHoweverItIsStored() {
        for (String name : List.of("pcm_s24le", "pcm_f32le")) {
            requireSame("sound-2-channels-48000-pcm_s16le", "sound-2-channels-48000-" + name);
        }
        for (String rate : List.of("44100", "96000", "192000")) {
            String codec = rate.equals("44100") ? "pcm_s16le" : "pcm_s24le";
            requireSame(
                    "sound-2-channels-48000-pcm_s16le", "sound-2-channels-" + rate + "-" + codec);
        }
    }

    private static void requireSame(String reference, String name) {
        Map<String, Double> wanted = medians(reference);
        Map<String, Double> found = medians(name);
        SoftAssertions all = new SoftAssertions();
        all.assertThat(found).as(name).containsOnlyKeys(wanted.keySet());
        wanted.forEach(
                (metric, value) -> {
                    double tolerance = Tolerances.of(metric, value);
                    all.assertThat(found.getOrDefault(metric, Double.NaN))
                            .as("%s of %s", metric, name)
                            .isBetween(value - tolerance, value + tolerance);
                });
        all.assertAll();
    }

    /** Of the values of the seconds. */
    private static Map<String, Double> medians(String name) {
        Map<String, List<Double>> values = new TreeMap<>();
        for (Measurement row : run.rows(name)) {
            row.values()
                    .forEach(
                            (metric, value) ->
                                    values.computeIfAbsent(metric, m -> new ArrayList<>())
                                            .add(value));
        }
        Map<String, Double> medians = new TreeMap<>();
        values.forEach(
                (metric, all) -> {
                    all.sort(null);
                    medians.put(metric, all.get(all.size() / 2));
                });
        return medians;
    }

    /** What rounding to another depth and interpolating to another rate may change. */
    private static final class Tolerances {
        private static final double SHARE = 0.03;
        private static final double ABSOLUTE = 0.07;
        private static final double EVIDENCE = 0.2; // a crest more or less of a hundred is flat
        private static final double DECIBEL = 1;
        private static final double UNHEARD_DECIBEL = 20; // below -80: what rounding leaves
        private static final double MILLISECOND = 1; // what the container rounds times to

        static double of(String metric, double value) {
            if (metric.equals("clipping")) {
                return EVIDENCE;
            }
            boolean isDecibel = metric.matches(".*_(dbfs|dbtp|lufs|lu|db)");
            if (metric.endsWith("_ms")) {
                return MILLISECOND;
            }
            if (isDecibel) {
                return value < -80 ? UNHEARD_DECIBEL : DECIBEL;
            }
            return Math.max(ABSOLUTE, SHARE * Math.abs(value));
        }
    }
}
