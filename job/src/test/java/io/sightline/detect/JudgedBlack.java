package io.sightline.detect;

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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A judge of black pictures and what it has said, all in milliseconds of a timeline that begins at
 * {@link #START}.
 */
final class JudgedBlack {

    static final long START = 1_700_000_000_000_000L; // event time less media time, microseconds
    static final double BLACK = 1.0;
    static final double FADED = 0.96; // between leave and enter
    static final double LIGHT = 0.1;

    static final RenditionRef ORIGIN =
            new RenditionRef(
                    "key",
                    new StreamId("news-7"),
                    new RenditionId("1080p"),
                    Examination.inFull("default"),
                    Map.of());

    private final List<String> said = new ArrayList<>();
    private final Judge judge;

    JudgedBlack(long openAfterMillis) {
        judge = new Judge(ORIGIN, rule(openAfterMillis), 1, verdict -> said.add(text(verdict)));
    }

    /** Clears after 1.5 s and is critical from 5.5 s. */
    static DefectRule rule(long openAfterMillis) {
        return new DefectRule(
                DefectId.VIDEO_BLACK,
                /* enabled= */ true,
                "black_ratio",
                Level.above(0.98, 0.95),
                openAfterMillis * 1_000,
                1_500_000,
                new SeverityLadder(
                        Severity.MAJOR,
                        List.of(new SeverityLadder.Step(5_500_000, Severity.CRITICAL))));
    }

    private static String text(Verdict verdict) {
        String span =
                "%s %d-%d"
                        .formatted(
                                verdict.quality(),
                                (verdict.fromMicros() - START) / 1_000,
                                (verdict.toMicros() - START) / 1_000);
        return verdict.quality() == Verdict.Quality.BAD ? span + " peak " + verdict.peak() : span;
    }

    void sample(long mediaMillis, double value) {
        sampleAt(mediaMillis, mediaMillis, value);
    }

    /** Where event time and media time differ by more than {@link #START}. */
    void sampleAt(long eventMillis, long mediaMillis, double value) {
        judge.sample(value, START + eventMillis * 1_000, mediaMillis * 1_000);
    }

    void advance(long millis) {
        judge.advance(START + millis * 1_000);
    }

    void restart(long millis) {
        judge.restart(START + millis * 1_000);
    }

    void withdraw(long millis) {
        judge.withdraw(START + millis * 1_000);
    }

    boolean isInIncident() {
        return judge.isInIncident();
    }

    boolean isBad() {
        return judge.isBad();
    }

    /** Quality, from and to of each verdict, and the peak of bad ones. */
    List<String> said() {
        return said;
    }

    byte[] saved() throws IOException {
        return saved(judge);
    }

    static byte[] saved(Judge judge) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        judge.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    void restore(byte[] state) throws IOException {
        restore(judge, state);
    }

    static void restore(Judge judge, byte[] state) throws IOException {
        NamedState.restore(judge, new DataInputStream(new ByteArrayInputStream(state)));
    }
}
