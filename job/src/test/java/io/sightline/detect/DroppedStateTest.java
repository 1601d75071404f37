package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Detectors come and go from one release to the next; what they left is dropped knowingly. */
class DroppedStateTest extends AnalysisScene {

    @Test
    void tellsThatTheStateOfARemovedDetectorIsDropped() throws IOException {
        Analysis before = newAnalysis(new SumDetector());
        before.onPicture(new FakeFrame(0, 5));

        newAnalysis().restore(before.save(), dropped::add);

        assertThat(dropped)
                .containsExactly(
                        "the state of detector 'video.wide' is dropped: it is not installed, or not"
                                + " chosen any more");
        assertThat(troubles).isEmpty();
    }

    @Test
    void aDetectorThatFindsStateOfANewerOneBeginsAnewAndSaysSo() throws IOException {
        SumDetector newer = new SumDetector();
        newer.stateVersion = 7;
        Analysis before = newAnalysis(newer);
        before.onPicture(new FakeFrame(0, 5));
        SumDetector older = new SumDetector();
        Analysis after = newAnalysis(older);

        after.restore(before.save(), dropped::add);
        after.onPicture(new FakeFrame(FRAME_MICROS, 6));

        assertThat(dropped)
                .containsExactly(
                        "detector 'video.wide' begins anew: its state has version 7, which a newer"
                                + " one wrote; the one installed reads up to 1");
        assertThat(older.sum).isEqualTo(6);
        assertThat(troubles).isEmpty();
    }

    @Test
    void anIncidentOfARemovedDetectorEndsWhereTheStateEnds() throws IOException {
        Analysis before = newAnalysis(new SumDetector());
        before.onPicture(new FakeFrame(0, 800));
        before.onPicture(new FakeFrame(200_000, 0));
        assertThat(verdicts).extracting(Verdict::quality).contains(Verdict.Quality.BAD);
        verdicts.clear();

        newAnalysis().restore(before.save(), dropped::add);

        assertThat(verdicts)
                .filteredOn(verdict -> verdict.rule().defect().equals(WIDE.defect()))
                .last()
                .satisfies(
                        last -> {
                            assertThat(last.quality()).isEqualTo(Verdict.Quality.WITHDRAWN);
                            assertThat(last.toMicros()).isEqualTo(200_000 + FRAME_MICROS);
                        });
    }

    @Test
    void whatIsMeasuredAsBeforeGoesOnWithoutAWord() throws IOException {
        Analysis before = newAnalysis(new SumDetector());
        before.onPicture(new FakeFrame(0, 5));
        SumDetector detector = new SumDetector();

        newAnalysis(detector).restore(before.save(), dropped::add);

        assertThat(detector.sum).isEqualTo(5);
        assertThat(dropped).isEmpty();
        assertThat(verdicts).isEmpty();
    }
}
