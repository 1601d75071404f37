package io.sightline.demo;

import io.sightline.detector.model.DefectId;
import java.time.Duration;

/**
 * An incident that must be found.
 *
 * @param clock what its times count
 * @param fromMillis begin of the defect
 * @param toMillis its end
 * @param start how far the found begin may be off
 * @param end how far the found end may be off
 */
public record Planted(
        String streamId,
        DefectId defect,
        Clock clock,
        long fromMillis,
        long toMillis,
        Tolerance start,
        Tolerance end) {

    /** What times count. */
    public enum Clock {
        /** From the first picture of the stream. */
        MEDIA,
        /** From the moment the streams began. */
        WALL
    }

    /** How much earlier or later something may be. */
    public record Tolerance(Duration early, Duration late) {

        static Tolerance within(Duration either) {
            return new Tolerance(either, either);
        }

        boolean allows(long offMillis) {
            return offMillis >= -early.toMillis() && offMillis <= late.toMillis();
        }
    }
}
