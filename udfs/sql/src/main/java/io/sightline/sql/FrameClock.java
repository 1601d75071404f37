package io.sightline.sql;

import java.util.Locale;
import java.util.Optional;

/**
 * Counts the frames of one frame rate and writes the count as a SMPTE ST 12-1 time code without
 * drop-frame: {@code HH:MM:SS:FF}. At 30000/1001 frames a second it therefore falls behind the
 * clock by 3.6 s an hour, as every non-drop-frame code does.
 *
 * @param framesPerSecond as counted by the code: 30 for 30000/1001
 * @param slowed the rate is a thousandth slower (over 1.001), as for 29.97
 */
record FrameClock(int framesPerSecond, boolean slowed) {

    /** 29.97 stands for 30000/1001 = 29.97002997…: people write two or three digits. */
    private static final double WRITTEN_DIGITS = 0.005;

    private static final int HIGHEST_RATE = 120;
    private static final long HOURS = 24;

    /**
     * The clock of a rate as people write it.
     *
     * @return empty for a rate without time code: anything but a whole number from 1 to 120, or
     *     that over 1.001
     */
    static Optional<FrameClock> of(double writtenRate) {
        if (!(writtenRate > 0.5 && writtenRate < HIGHEST_RATE + 0.5)) {
            return Optional.empty(); // NaN too
        }
        int nominal = (int) Math.round(writtenRate);
        if (Math.abs(writtenRate - nominal) < 1e-6) {
            return Optional.of(new FrameClock(nominal, /* slowed= */ false));
        }
        if (Math.abs(writtenRate - nominal / 1.001) < WRITTEN_DIGITS) {
            return Optional.of(new FrameClock(nominal, /* slowed= */ true));
        }
        return Optional.empty();
    }

    /**
     * The code of the frame shown at a time; it begins again every 24 hours of code.
     *
     * @param timeMicros rounded to the nearest microsecond, so the exact time of a frame's begin
     *     may lie half a microsecond later
     */
    String codeAt(long timeMicros) {
        long num = slowed ? framesPerSecond * 1_000L : framesPerSecond;
        long den = slowed ? 1_001 : 1;
        // A whole number of microseconds for both kinds of rate.
        long dayMicros = HOURS * 3_600 * 1_000_000L * (slowed ? 1_001 : 1_000) / 1_000;
        long twiceMicros = 2 * Math.floorMod(timeMicros, dayMicros) + 1;
        long frame = twiceMicros * num / (2_000_000L * den);
        long second = frame / framesPerSecond % (HOURS * 3_600);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d:%02d",
                second / 3_600,
                second / 60 % 60,
                second % 60,
                frame % framesPerSecond);
    }
}
