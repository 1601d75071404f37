package io.sightline.detect;

import io.sightline.detector.api.Detector;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.Verdict;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Level;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import io.sightline.table.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An analysis of small made-up pictures, and what it told. */
abstract class AnalysisScene {

    static final long FRAME_MICROS = FakeFrame.DURATION_MICROS;

    static final RenditionRef ORIGIN =
            new RenditionRef(
                    "k",
                    new StreamId("s"),
                    RenditionId.MAIN,
                    Examination.inFull("default"),
                    Map.of());

    static final DefectRule WIDE =
            new DefectRule(
                    new DefectId("video.wide"),
                    /* enabled= */ true,
                    "width_sum",
                    Level.above(700, 300),
                    100_000,
                    400_000,
                    SeverityLadder.constant(Severity.MAJOR));

    static final DefectRule NO_SIGNAL =
            new DefectRule(
                    DefectId.STREAM_NO_SIGNAL,
                    /* enabled= */ true,
                    "no_signal_ms",
                    Level.above(0, 0),
                    2_000_000,
                    1_000_000,
                    SeverityLadder.constant(Severity.CRITICAL));

    static final DefectRule DETECTOR =
            new DefectRule(
                    DefectId.WATCH_DETECTOR,
                    /* enabled= */ true,
                    "detectors_off",
                    Level.above(0, 0),
                    0,
                    1_000_000,
                    SeverityLadder.constant(Severity.WARNING));

    final List<Verdict> verdicts = new ArrayList<>();
    final List<Measurement> rows = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();
    final List<String> dropped = new ArrayList<>(); // states that nobody took

    final Analysis newAnalysis(Detector... detectors) {
        return new Analysis(
                ORIGIN,
                List.of(detectors),
                List.of(WIDE, NO_SIGNAL, DETECTOR),
                new Programmes().watchOf(ORIGIN),
                new Release("1", "p"),
                verdicts::add,
                rows::add,
                troubles::add);
    }
}
