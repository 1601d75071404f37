package io.sightline.questions;

import io.sightline.policy.Severity;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * An incident of the week, as one line of {@link QuestionWeek} tells it.
 *
 * @param startedAtMillis event time
 * @param lastedMillis null while it is open
 */
record ToldIncident(
        String stream,
        String defect,
        long startedAtMillis,
        @Nullable Long lastedMillis,
        int occurrences) {

    /** {@code 2026-11-09 20:12:30.0 8.0 sport video.freeze 1}; a dash instead of seconds: open. */
    static ToldIncident parse(String line) {
        String[] words = line.strip().split("\\s+", -1);
        long start =
                LocalDate.parse(words[0])
                        .atTime(LocalTime.parse(words[1]))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
        Long lasted =
                words[2].equals("-") ? null : Math.round(Double.parseDouble(words[2]) * 1_000);
        return new ToldIncident(words[3], words[4], start, lasted, Integer.parseInt(words[5]));
    }

    boolean covers(long atMillis) {
        return atMillis >= startedAtMillis
                && (lastedMillis == null || atMillis < startedAtMillis + lastedMillis);
    }

    Kind kind() {
        return Kind.of(defect);
    }

    /** What the policy and the detector say of a defect. */
    enum Kind {
        BLACK("video.black", 2_000, Severity.MAJOR, 30_000, 1, 0.999, "ratio", 2),
        FREEZE("video.freeze", 5_000, Severity.MAJOR, 60_000, 0.4, 1, "ratio", 3),
        DECODE_ERROR("video.decode_error", 200, Severity.WARNING, 10_000, 1, 0.4, "ratio", 1),
        SILENCE("audio.silence", 4_000, Severity.MAJOR, 30_000, -120, -60, "dBFS", 2),
        MISSING("audio.missing", 3_000, Severity.CRITICAL, 0, 8_000, 2_000, "ms", 1),
        LOUDNESS("audio.loudness", 10_000, Severity.WARNING, 0, -14.5, -18, "LUFS", 1),
        NO_SIGNAL("stream.no_signal", 5_000, Severity.CRITICAL, 0, 60_000, 0, "ms", 0);

        /** Of all of them: how long it must be well before it is cleared. */
        static final Duration CLEAR_AFTER = Duration.ofSeconds(2);

        final String defect;
        final long openAfterMillis;
        final Severity first;
        final long escalatesAfterMillis; // 0: never
        final double peak;
        final double level;
        final String unit;
        final int detectorVersion;

        Kind(
                String defect,
                long openAfterMillis,
                Severity first,
                long escalatesAfterMillis,
                double peak,
                double level,
                String unit,
                int detectorVersion) {
            this.defect = defect;
            this.openAfterMillis = openAfterMillis;
            this.first = first;
            this.escalatesAfterMillis = escalatesAfterMillis;
            this.peak = peak;
            this.level = level;
            this.unit = unit;
            this.detectorVersion = detectorVersion;
        }

        static Kind of(String defect) {
            for (Kind kind : values()) {
                if (kind.defect.equals(defect)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("No such defect in the week: " + defect);
        }

        Severity next() {
            return first == Severity.WARNING ? Severity.MAJOR : Severity.CRITICAL;
        }
    }
}
