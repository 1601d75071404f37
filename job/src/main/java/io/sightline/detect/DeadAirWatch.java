package io.sightline.detect;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.TimeBase;
import io.sightline.policy.DefectRule;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins what is measured of pictures and of sound: dead air is a picture that is frozen or black
 * while the sound is silent or missing, each by the level of its own rule. Nothing is measured
 * twice, and no level stands in two places; where a rule is disabled, so is its part.
 *
 * <p>Pictures and sound come some time apart, and some values are told late, for an instant before:
 * a moment is judged once both are known up to {@value #SETTLING_MICROS} µs after it. Thread: the
 * task's. Allocates nothing for a value.
 */
final class DeadAirWatch {

    private static final long SETTLING_MICROS = 500_000;

    private final Map<DefectId, BadStretches> parts = new LinkedHashMap<>();
    private final Map<String, BadStretches> byMetric = new LinkedHashMap<>();
    private final List<BadStretches> all;
    private final @Nullable BadStretches freeze;
    private final @Nullable BadStretches black;
    private final @Nullable BadStretches silence;
    private final @Nullable BadStretches missing;
    private long passedMicros = TimeBase.NO_TIME; // judged up to here, media time

    /**
     * @param measured the metrics that there are: what nobody measures does not count
     */
    DeadAirWatch(Collection<DefectRule> rules, Set<String> measured) {
        boolean isJudged =
                rules.stream()
                        .anyMatch(
                                rule ->
                                        rule.enabled()
                                                && rule.metric()
                                                        .equals(SourceMetrics.DEAD_AIR.name()));
        for (DefectRule rule : rules) {
            boolean counts = rule.enabled() && measured.contains(rule.metric());
            if (isJudged && counts && !byMetric.containsKey(rule.metric())) {
                DefectId defect = rule.defect();
                if (defect.equals(DefectId.VIDEO_FREEZE)
                        || defect.equals(DefectId.VIDEO_BLACK)
                        || defect.equals(DefectId.AUDIO_SILENCE)
                        || defect.equals(DefectId.AUDIO_MISSING)) {
                    BadStretches part = new BadStretches(rule.level());
                    parts.put(defect, part);
                    byMetric.put(rule.metric(), part);
                }
            }
        }
        all = List.copyOf(parts.values());
        freeze = parts.get(DefectId.VIDEO_FREEZE);
        black = parts.get(DefectId.VIDEO_BLACK);
        silence = parts.get(DefectId.AUDIO_SILENCE);
        missing = parts.get(DefectId.AUDIO_MISSING);
    }

    /** The part that a metric is about; null if it is about none. */
    @Nullable BadStretches partOf(String metric) {
        return byMetric.get(metric);
    }

    /** A part has this value from an instant of media time on. */
    void sample(BadStretches part, double value, long mediaMicros) {
        part.sample(value, mediaMicros, passedMicros);
    }

    /** Judges what is settled. */
    void judge(MeasurementSink out) {
        long settledMicros = settledMicros();
        if (settledMicros != TimeBase.NO_TIME) {
            passTo(settledMicros - SETTLING_MICROS, out);
        }
    }

    /** Nothing more comes: judges all that is known of both. */
    void end(MeasurementSink out) {
        long settledMicros = settledMicros();
        if (settledMicros != TimeBase.NO_TIME) {
            passTo(settledMicros, out);
        }
    }

    /** What follows does not continue what came before. */
    void forget() {
        all.forEach(BadStretches::forget);
        passedMicros = TimeBase.NO_TIME;
    }

    /** Up to where both pictures and sound are known; no time while one of them is not. */
    private long settledMicros() {
        return Math.min(known(freeze, black), soundKnown());
    }

    /** Sound that does not come is known to be missing as far as pictures go. */
    private long soundKnown() {
        long heard = known(silence, null);
        return missing != null && missing.isBadAtEnd()
                ? Math.max(heard, missing.knownMicros())
                : heard;
    }

    private static long known(@Nullable BadStretches one, @Nullable BadStretches other) {
        if (one == null || other == null) {
            return one != null
                    ? one.knownMicros()
                    : other != null ? other.knownMicros() : TimeBase.NO_TIME;
        }
        return Math.min(one.knownMicros(), other.knownMicros());
    }

    private void passTo(long untilMicros, MeasurementSink out) {
        while (true) {
            BadStretches next = null;
            for (int i = 0; i < all.size(); i++) {
                BadStretches part = all.get(i);
                if (next == null || part.nextChangeMicros() < next.nextChangeMicros()) {
                    next = part;
                }
            }
            if (next == null || next.nextChangeMicros() > untilMicros) {
                break;
            }
            passedMicros = Math.max(passedMicros, next.nextChangeMicros());
            boolean before = isDeadAir();
            next.passChange();
            if (isDeadAir() != before) {
                out.measure(SourceMetrics.DEAD_AIR, isDeadAir() ? 1 : 0, passedMicros);
            }
        }
        if (untilMicros > passedMicros) {
            passedMicros = untilMicros;
            out.measure(SourceMetrics.DEAD_AIR, isDeadAir() ? 1 : 0, passedMicros);
        }
    }

    private boolean isDeadAir() {
        return (isBad(freeze) || isBad(black)) && (isBad(silence) || isBad(missing));
    }

    private static boolean isBad(@Nullable BadStretches part) {
        return part != null && part.isBadNow();
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(passedMicros);
        out.writeInt(parts.size());
        for (Map.Entry<DefectId, BadStretches> part : parts.entrySet()) {
            NamedState.write(out, part.getKey().value(), 1, part.getValue()::save);
        }
    }

    void restore(DataInputStream in) throws IOException {
        passedMicros = in.readLong();
        Map<String, NamedState> states = NamedState.readAll(in);
        for (Map.Entry<DefectId, BadStretches> part : parts.entrySet()) {
            NamedState state = states.get(part.getKey().value());
            if (state != null) {
                part.getValue().restore(state.open());
            }
        }
    }
}
