package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.inject.Label;
import io.sightline.inject.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an incident counts as, beside what was planted from 10 s to 20 s. */
class VerdictsTest {

    private static Verdicts of(String planted, Found... incidents) {
        List<Label> labels = new ArrayList<>();
        labels.add(new Label(planted, 10_000_000, 20_000_000, 100, Map.of(), Map.of()));
        Labels truth = new Labels("clip", 1, 60_000_000, labels, List.of());
        Base base = Base.ALL.get(0);
        Verdicts verdicts = new Verdicts();
        verdicts.add(
                new PlantedClip("name", base, Path.of("clip.mkv"), truth, List.of()),
                List.of(incidents));
        return verdicts;
    }

    private static Found found(String defect, double from, double to) {
        return new Found("name", defect, Math.round(from * 1e6), Math.round(to * 1e6), 2_000_000);
    }

    @Test
    void whatTouchesItsLabelIsRightAndHowFarItIsOffIsTold() {
        Verdicts verdicts = of("video.black", found("video.black", 10.04, 19.9));
        Verdicts.Outcome outcome = verdicts.outcomes().get(0);
        assertThat(outcome.startErrorMicros()).isEqualTo(40_000);
        assertThat(outcome.endErrorMicros()).isEqualTo(-100_000);
        assertThat(outcome.delayMicros()).isEqualTo(2_040_000);
        assertThat(verdicts.wrong()).isEmpty();
    }

    @Test
    void whatIsFarFromItIsMissedAndFalse() {
        Verdicts verdicts = of("video.black", found("video.black", 40, 50));
        assertThat(verdicts.outcomes().get(0).isFound()).isFalse();
        assertThat(verdicts.wrong()).singleElement().matches(wrong -> !wrong.isMistaken());
    }

    @Test
    void whatBeganLongBeforeIsNotRight() {
        Verdicts verdicts = of("video.black", found("video.black", 1, 50));
        assertThat(verdicts.outcomes().get(0).isFound()).isFalse();
        assertThat(verdicts.wrong()).hasSize(1);
    }

    @Test
    void companionsAreNeitherRightNorWrong() {
        assertThat(of("video.black", found("video.freeze", 10, 20)).wrong()).isEmpty();
    }

    @Test
    void anotherDefectOfTheSameTrackIsMistakenForIt() {
        assertThat(of("video.black", found("video.noise", 12, 18)).wrong())
                .singleElement()
                .matches(Verdicts.Wrong::isMistaken);
        assertThat(of("video.black", found("audio.hum", 12, 18)).wrong())
                .singleElement()
                .matches(wrong -> !wrong.isMistaken());
    }

    @Test
    void nothingButSyncIsJudgedInALineUpPattern() {
        assertThat(of("av.sync", found("audio.click", 40, 50)).wrong()).isEmpty();
    }
}
