package io.sightline.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.backtest.Outcome;
import io.sightline.backtest.Totals;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.inject.Injection;
import io.sightline.inject.InjectionRequest;
import io.sightline.inject.Planting;
import io.sightline.testing.Differences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job watches clips with defects, and its measurements, judged again, give the incidents that
 * it opened: none is added, none is missing, begins and ends are within a second.
 */
class JudgedAgainITCase {

    private static final int SECONDS = 60;

    /** Odd times: no edge is at that of a second. Longer than the policy wants by over a second. */
    private static final Map<String, List<Planting>> PLANTED =
            Map.of(
                    "pictures",
                            List.of(
                                    Planting.of("video.black", 10.3, 15.7),
                                    Planting.of("video.freeze", 24.6, 34.2),
                                    Planting.of("video.solid_colour", 44.4, 49.9)),
                    "sound",
                            List.of(
                                    Planting.of("audio.silence", 9.7, 17.4),
                                    Planting.of("audio.channel_dead", 26.2, 34.8),
                                    Planting.of("audio.clipping", 42.5, 50.5)),
                    "both", List.of(Planting.of("video.black", 12.6, 20.3)));

    @TempDir static Path folder;

    private static MonitoredRun run;
    private static Outcome again;

    @BeforeAll
    static void watchAndJudgeAgain() throws Exception {
        Path clean = folder.resolve("clean.ts");
        SyntheticMedia.lasting(Duration.ofSeconds(SECONDS))
                .withSize(320, 180, 25)
                .write(clean, Packaging.TS);
        Map<String, Path> inputs = new TreeMap<>();
        inputs.put("clean", clean);
        for (Map.Entry<String, List<Planting>> clip : PLANTED.entrySet()) {
            Path planted = folder.resolve(clip.getKey() + ".ts");
            Planting[] plantings = clip.getValue().toArray(new Planting[0]);
            Injection.run(InjectionRequest.of(clean, planted, 7, plantings));
            inputs.put(clip.getKey(), planted);
        }
        run = MonitoredRun.over(inputs, folder);
        again = JudgedAgain.of(folder);
    }

    @Test
    void theJobFoundWhatWasPlanted() {
        PLANTED.forEach(
                (stream, plantings) ->
                        assertThat(run.defects(stream))
                                .as(stream)
                                .containsAll(
                                        plantings.stream()
                                                .map(Planting::kind)
                                                .collect(Collectors.toSet())));
    }

    @Test
    void judgedAgainItIsTheSame() {
        assertThat(Differences.lines(again)).isEmpty();
        Totals total = again.total();
        assertThat(total.before()).isGreaterThanOrEqualTo(7).isEqualTo(total.after());
        assertThat(again.notCompared()).isZero();
        assertThat(again.fallBacks()).isZero();
    }
}
