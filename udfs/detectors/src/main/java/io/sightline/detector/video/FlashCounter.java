package io.sightline.detector.video;

import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Counts changes of more than a quarter of the picture, and the flashes that they are: two opposing
 * changes each.
 *
 * <p>Areas that change in the same direction within {@link #CONCURRENT_MICROS} change together;
 * areas that change in opposite directions with the same picture are one change, not two.
 */
final class FlashCounter {

    /** BT.1702: flashes matter if their combined area is more than this share of the screen. */
    private static final double LARGE_AREA = 0.25;

    /**
     * Two pictures at 25 to 30 a second, three at 50 to 60: a change takes more than one where a
     * coder smooths it. Areas two pictures at 30 a second apart are seen apart.
     */
    private static final long CONCURRENT_MICROS = 50_000;

    private static final long SECOND_MICROS = 1_000_000;

    /** A sequence: what is counted below lasts this long. */
    private static final int SEQUENCE_TENTHS = 50;

    /**
     * Of which so many tenths must have flashed: the analyser of Harding and Jeavons asks for 80 %.
     */
    private static final int FLASHING_TENTHS = 40;

    private static final long TENTH_MICROS = 100_000;

    /** Two flashes a second and more, in every second, are a sequence: slower ones are events. */
    private static final int SEQUENCE_CHANGES = 4;

    private static final int CHANGES = 64; // more in a second are no more harmful
    private static final int PICTURES = 16; // within CONCURRENT_MICROS

    private static final int NONE = 0;
    private static final int RISE = 1;
    private static final int FALL = 2;
    private static final int BOTH = 3;

    private final long[] changeMicros = new long[CHANGES]; // a ring
    private int changeCount;
    private int nextChange;
    private int lastDirection;

    private final long[] pictureMicros = new long[PICTURES]; // a ring
    private final double[] risen = new double[PICTURES];
    private final double[] fallen = new double[PICTURES];
    private int pictureCount;
    private int nextPicture;

    private long tenth = TimeBase.NO_TIME; // the newest
    private long flashingTenths; // one bit each, the newest lowest

    void clear() {
        changeCount = 0;
        nextChange = 0;
        lastDirection = NONE;
        pictureCount = 0;
        nextPicture = 0;
        tenth = TimeBase.NO_TIME;
        flashingTenths = 0;
    }

    void count(double risenShare, double fallenShare, long nowMicros) {
        pictureMicros[nextPicture] = nowMicros;
        risen[nextPicture] = risenShare;
        fallen[nextPicture] = fallenShare;
        nextPicture = (nextPicture + 1) % PICTURES;
        pictureCount = Math.min(pictureCount + 1, PICTURES);
        int direction =
                (concurrent(risen, nowMicros) > LARGE_AREA ? RISE : NONE)
                        | (concurrent(fallen, nowMicros) > LARGE_AREA ? FALL : NONE);
        if (direction != NONE && (direction == BOTH || direction != lastDirection)) {
            changeMicros[nextChange] = nowMicros;
            nextChange = (nextChange + 1) % CHANGES;
            changeCount = Math.min(changeCount + 1, CHANGES);
            lastDirection = direction;
        }
        if ((direction & RISE) != 0) { // it has been counted, or goes on
            forget(risen);
        }
        if ((direction & FALL) != 0) {
            forget(fallen);
        }
        followTenths(nowMicros);
    }

    private double concurrent(double[] shares, long nowMicros) {
        double sum = 0;
        for (int i = 0; i < pictureCount; i++) {
            sum += nowMicros - pictureMicros[i] < CONCURRENT_MICROS ? shares[i] : 0;
        }
        return sum;
    }

    private void forget(double[] shares) {
        for (int i = 0; i < pictureCount; i++) {
            shares[i] = 0;
        }
    }

    private void followTenths(long nowMicros) {
        long now = Math.floorDiv(nowMicros, TENTH_MICROS);
        long passed = tenth == TimeBase.NO_TIME ? Long.SIZE : now - tenth;
        flashingTenths = passed < 0 || passed >= Long.SIZE ? 0 : flashingTenths << passed;
        tenth = now;
        if (changesInSecond(nowMicros) >= SEQUENCE_CHANGES) {
            flashingTenths |= 1;
        }
    }

    private int changesInSecond(long nowMicros) {
        int changes = 0;
        for (int i = 0; i < changeCount; i++) {
            changes += nowMicros - changeMicros[i] < SECOND_MICROS ? 1 : 0;
        }
        return changes;
    }

    /** Flashes in the second up to now, in halves. */
    double flashesInSecond(long nowMicros) {
        return changesInSecond(nowMicros) / 2.0;
    }

    /** Whether flashing has gone on for five seconds, fast or not. */
    boolean isSequence() {
        return Long.bitCount(flashingTenths & ((1L << SEQUENCE_TENTHS) - 1)) > FLASHING_TENTHS;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(changeCount);
        out.writeInt(nextChange);
        for (int i = 0; i < changeCount; i++) {
            out.writeLong(changeMicros[i]);
        }
        out.writeByte(lastDirection);
        out.writeInt(pictureCount);
        out.writeInt(nextPicture);
        for (int i = 0; i < pictureCount; i++) {
            out.writeLong(pictureMicros[i]);
            out.writeDouble(risen[i]);
            out.writeDouble(fallen[i]);
        }
        out.writeLong(tenth);
        out.writeLong(flashingTenths);
    }

    void restore(String detectorId, DataInput in) throws IOException {
        changeCount = StateVersions.checkRange(detectorId, "changes", in.readInt(), 0, CHANGES);
        nextChange = StateVersions.checkRange(detectorId, "change", in.readInt(), 0, CHANGES - 1);
        for (int i = 0; i < changeCount; i++) {
            changeMicros[i] = in.readLong();
        }
        lastDirection =
                StateVersions.checkRange(detectorId, "direction", in.readByte(), NONE, BOTH);
        pictureCount = StateVersions.checkRange(detectorId, "pictures", in.readInt(), 0, PICTURES);
        nextPicture =
                StateVersions.checkRange(detectorId, "picture", in.readInt(), 0, PICTURES - 1);
        for (int i = 0; i < pictureCount; i++) {
            pictureMicros[i] = in.readLong();
            risen[i] = in.readDouble();
            fallen[i] = in.readDouble();
        }
        tenth = in.readLong();
        flashingTenths = in.readLong();
    }
}
