package io.sightline.demo;

import io.sightline.detector.model.DefectId;
import java.time.Duration;
import java.util.Set;

/**
 * An incident that must be found. Times are event times, from the moment to which the stream's
 * first picture belongs.
 *
 * @param fromMillis begin of the defect
 * @param toMillis its end
 * @param start how far the found begin may be off
 * @param end how far the found end may be off
 * @param consequences what may be found beside it in the meantime, and need not
 */
public record Planted(
        String streamId,
        DefectId defect,
        long fromMillis,
        long toMillis,
        Tolerance start,
        Tolerance end,
        Set<DefectId> consequences) {

    public Planted {
        consequences = Set.copyOf(consequences);
    }

    boolean explains(Found found) {
        return found.streamId().equals(streamId)
                && consequences.contains(found.defect())
                && found.fromMillis() >= fromMillis - start.early().toMillis()
                && found.toMillis().isPresent()
                && found.toMillis().getAsLong() <= toMillis + end.late().toMillis();
    }

    /** How much earlier or later something may be. */
    public record Tolerance(Duration early, Duration late) {

        /** As much early as late. */
        public static Tolerance within(Duration either) {
            return new Tolerance(either, either);
        }

        boolean allows(long offMillis) {
            return offMillis >= -early.toMillis() && offMillis <= late.toMillis();
        }
    }
}
