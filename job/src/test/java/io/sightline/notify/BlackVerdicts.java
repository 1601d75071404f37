package io.sightline.notify;

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

/** What the policy says of streams that turn black, each once: {@code stream-0} and so on. */
final class BlackVerdicts {

    private static final long SECOND = 1_000_000;
    private static final long START = 1_790_000_000 * SECOND;

    private static final DefectRule BLACK =
            new DefectRule(
                    DefectId.VIDEO_BLACK,
                    true,
                    "black_core_ratio",
                    Level.above(0.98, 0.95),
                    2 * SECOND,
                    2 * SECOND,
                    new SeverityLadder(
                            Severity.MAJOR,
                            List.of(new SeverityLadder.Step(5 * SECOND, Severity.CRITICAL))));

    private BlackVerdicts() {}

    /** The verdict with which its incident opens. */
    static Verdict opens(long stream) {
        return of(stream, Quality.BAD, 0, 2);
    }

    static Verdict escalates(long stream) {
        return of(stream, Quality.BAD, 0, 6);
    }

    static Verdict clears(long stream) {
        return of(stream, Quality.GOOD, 6, 8);
    }

    private static Verdict of(long stream, Quality quality, long from, long to) {
        return new Verdict(
                new RenditionRef(
                        "key-" + stream,
                        new StreamId("stream-" + stream),
                        new RenditionId("1080p"),
                        Examination.inFull("default"),
                        Map.of("encoder", "e7")),
                BLACK,
                quality,
                START + from * SECOND,
                START + to * SECOND,
                from * SECOND,
                to * SECOND,
                quality == Quality.BAD ? 0.99 : Double.NaN,
                1);
    }
}
