package io.sightline.incident;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.Verdict;
import io.sightline.flow.Verdict.Quality;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Level;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import java.util.List;
import java.util.Map;

/**
 * Verdicts with times in milliseconds after {@link #START}; media time is event time less START.
 */
final class TestVerdicts {

    /** 2023-11-14T22:13:20Z. */
    static final long START = 1_700_000_000_000_000L;

    /** Opens after 2 s, clears after 3 s; major at first, critical after 5.5 s. */
    static final DefectRule BLACK =
            new DefectRule(
                    DefectId.VIDEO_BLACK,
                    true,
                    "black_ratio",
                    Level.above(0.98, 0.95),
                    2_000_000,
                    3_000_000,
                    new SeverityLadder(
                            Severity.MAJOR,
                            List.of(new SeverityLadder.Step(5_500_000, Severity.CRITICAL))));

    private TestVerdicts() {}

    static RenditionRef origin(String key, String stream) {
        return new RenditionRef(
                key,
                new StreamId(stream),
                new RenditionId("1080p"),
                Examination.inFull("default"),
                Map.of("tier", "gold", "region", "eu"));
    }

    static Verdict bad(RenditionRef origin, long fromMillis, long toMillis) {
        return verdict(origin, BLACK, Quality.BAD, fromMillis, toMillis);
    }

    static Verdict good(RenditionRef origin, long fromMillis, long toMillis) {
        return verdict(origin, BLACK, Quality.GOOD, fromMillis, toMillis);
    }

    static Verdict verdict(
            RenditionRef origin, DefectRule rule, Quality quality, long fromMillis, long toMillis) {
        return new Verdict(
                origin,
                rule,
                quality,
                START + fromMillis * 1_000,
                START + toMillis * 1_000,
                fromMillis * 1_000,
                toMillis * 1_000,
                quality == Quality.BAD ? 0.99 : Double.NaN,
                3);
    }
}
