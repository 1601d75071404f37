package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.model.DefectId;
import io.sightline.flow.Verdict;
import io.sightline.table.Measurement;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A detector that fails takes nothing else down. */
class FailingDetectorTest extends AnalysisScene {

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                NoClassDefFoundError.class,
                StackOverflowError.class,
                OutOfMemoryError.class,
                AssertionError.class
            })
    void goesOnWithoutADetectorThatFails(Class<? extends Throwable> kind) {
        SumDetector healthy = new SumDetector();
        Analysis analysis = newAnalysis(new FailingDetector(kind), healthy);

        analysis.onPicture(new FakeFrame(0, 5));
        analysis.onPicture(new FakeFrame(FRAME_MICROS, 6));
        analysis.onInputEnded();

        assertThat(healthy.sum).isEqualTo(11);
        assertThat(rows).singleElement().extracting(Measurement::frames).isEqualTo(2);
        assertThat(rows.get(0).values()).containsEntry("detectors_off", 1.0);
        assertThat(troubles)
                .singleElement()
                .asString()
                .startsWith("detector 'video.failing' (version 1) failed and is switched off: ")
                .contains(kind.getName());
        assertThat(verdicts)
                .isNotEmpty()
                .allMatch(verdict -> verdict.rule().defect().equals(DefectId.WATCH_DETECTOR))
                .allMatch(verdict -> verdict.quality() == Verdict.Quality.BAD);
    }

    @Test
    void aDetectorThatFailedStaysOffAcrossARestartUntilItsVersionChanges() throws IOException {
        Analysis first = newAnalysis(new FailingDetector(IllegalStateException.class));
        first.onPicture(new FakeFrame(0, 5));
        FailingDetector same = new FailingDetector(IllegalStateException.class);
        Analysis second = newAnalysis(same);
        second.restore(first.save(), dropped::add);
        second.onPicture(new FakeFrame(FRAME_MICROS, 5));
        FailingDetector mended = new FailingDetector(/* failure= */ null, /* version= */ 2);
        Analysis third = newAnalysis(mended);
        third.restore(second.save(), dropped::add);
        third.onPicture(new FakeFrame(2_000_000, 5));
        third.onInputEnded();

        assertThat(same.calls).isZero();
        assertThat(mended.calls).isEqualTo(1);
        assertThat(troubles).hasSize(1);
        assertThat(rows)
                .extracting(row -> row.values().get("detectors_off"))
                .containsExactly(1.0, 0.0);
    }

    @Test
    void withdrawsTheIncidentsOfADetectorThatFails() throws IOException {
        SumDetector detector = new SumDetector();
        Analysis analysis = newAnalysis(detector);
        analysis.onPicture(new FakeFrame(0, 800));
        analysis.onPicture(new FakeFrame(200_000, 0));
        assertThat(verdicts).isNotEmpty();
        detector.isBroken = true;

        analysis.onPicture(new FakeFrame(240_000, 0));

        assertThat(verdicts)
                .filteredOn(verdict -> verdict.rule().defect().equals(WIDE.defect()))
                .last()
                .extracting(Verdict::quality)
                .isEqualTo(Verdict.Quality.WITHDRAWN);
        analysis.save();
        analysis.onPicture(new FakeFrame(280_000, 0));
        analysis.onInputEnded();
        assertThat(troubles).hasSize(1);
    }

    @Test
    void aDetectorThatCannotWriteOrReadItsStateIsSwitchedOff() throws IOException {
        SumDetector writer = new SumDetector();
        Analysis first = newAnalysis(writer);
        first.onPicture(new FakeFrame(0, 5));
        byte[] whole = first.save();
        writer.isBroken = true;
        byte[] without = first.save();
        SumDetector reader = new SumDetector();
        reader.isBroken = true;
        newAnalysis(reader).restore(whole, dropped::add);
        SumDetector next = new SumDetector();
        newAnalysis(next).restore(without, dropped::add);

        assertThat(troubles).hasSize(2);
        assertThat(next.sum).isZero();
    }

    @Test
    void aSinkThatFailsIsNotTakenForABrokenDetector() {
        Analysis analysis =
                new Analysis(
                        ORIGIN,
                        List.of(new SumDetector()),
                        List.of(WIDE),
                        new Programmes().watchOf(ORIGIN),
                        new Release("1", "p"),
                        verdict -> {
                            throw new IllegalStateException("the sink is full");
                        },
                        rows::add,
                        troubles::add);
        analysis.onPicture(new FakeFrame(0, 800));

        assertThatThrownBy(() -> analysis.onPicture(new FakeFrame(200_000, 0)))
                .hasMessage("the sink is full");
        assertThat(troubles).isEmpty();
    }

    @Test
    void isToldOfInOneShortLine() {
        Throwable wordy = new IllegalStateException("much ".repeat(1000) + "\n" + "more");

        assertThat(RunningDetectors.trouble(new SumDetector(), wordy))
                .startsWith("detector 'video.wide' (version 1) failed and is switched off: ")
                .contains("much much")
                .hasSizeLessThan(300)
                .doesNotContain("\n");
    }
}
