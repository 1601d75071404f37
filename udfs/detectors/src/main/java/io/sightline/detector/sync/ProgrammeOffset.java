package io.sightline.detector.sync;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How far pictures and sound of one rendition or tap of a programme are from those of another, by
 * what they look and sound like alone: their difference is how much later sound is against its
 * pictures than there. Needs no face, and says nothing where nothing moves or sounds.
 *
 * <p>Sound is found where its rises in level correlate best with the other's; a place counts if
 * nothing else within the range comes near. Pictures vote: each that differs from the one before it
 * for the time at which the other shows what is most like it.
 *
 * <p>Sources: two-lag fingerprinting as in SMPTE ST 2064, with features of our own.
 */
public final class ProgrammeOffset {

    private static final int WINDOW_BINS = 10_000_000 / ProgrammeFingerprint.BIN_MICROS;
    private static final int RANGE_BINS = 4_000_000 / ProgrammeFingerprint.BIN_MICROS;
    private static final long RANGE_MICROS = 4_000_000;

    /** Around the best place others are as good as it is broad. */
    private static final int BREADTH_BINS = 10;

    private static final double LEAST_CORRELATION = 0.5;
    private static final double MOST_ELSEWHERE = 0.85; // of the best

    private static final double LEAST_MOVEMENT = 1.0; // levels to the picture before
    private static final int LEAST_VOTES = 20;
    private static final double LEAST_AGREEMENT = 0.6;
    private static final long AGREED_MICROS = 45_000; // a picture of 25 a second, rounded

    private ProgrammeOffset() {}

    /**
     * How much later, in milliseconds, sound comes against its pictures than in the reference;
     * nothing where either cannot be found for sure.
     */
    public static OptionalDouble soundAfterPictures(
            ProgrammeFingerprint tap, ProgrammeFingerprint reference) {
        OptionalDouble sound = soundLag(tap, reference);
        OptionalDouble pictures = pictureLag(tap, reference);
        return sound.isPresent() && pictures.isPresent()
                ? OptionalDouble.of(sound.getAsDouble() - pictures.getAsDouble())
                : OptionalDouble.empty();
    }

    /** How much later the sound of a tap has the times of the same sound, ms. */
    static OptionalDouble soundLag(ProgrammeFingerprint tap, ProgrammeFingerprint reference) {
        long to = Math.min(tap.endBin(), reference.endBin() - RANGE_BINS);
        long from = to - WINDOW_BINS;
        if (from - 1 < tap.firstBin() || from - RANGE_BINS - 1 < reference.firstBin()) {
            return OptionalDouble.empty();
        }
        double[] own = rises(tap, from, WINDOW_BINS);
        double[] others = rises(reference, from - RANGE_BINS, WINDOW_BINS + 2 * RANGE_BINS);
        double[] correlations = correlations(own, others);
        int best = highest(correlations);
        double elsewhere = 0;
        for (int i = 0; i < correlations.length; i++) {
            if (Math.abs(i - best) > BREADTH_BINS) {
                elsewhere = Math.max(elsewhere, correlations[i]);
            }
        }
        if (correlations[best] < LEAST_CORRELATION
                || elsewhere > MOST_ELSEWHERE * correlations[best]) {
            return OptionalDouble.empty();
        }
        double place = best + summit(correlations, best) - RANGE_BINS;
        return OptionalDouble.of((0 - place) * ProgrammeFingerprint.BIN_MICROS / 1_000);
    }

    /** By how much each bin is louder than the one before, none if it is not. */
    private static double[] rises(ProgrammeFingerprint sound, long from, int count) {
        double[] rises = new double[count];
        for (int i = 0; i < count; i++) {
            rises[i] = Math.max(0, sound.level(from + i) - sound.level(from + i - 1));
        }
        return rises;
    }

    /** Of what is shorter with each part of what is longer, -1 to 1. */
    private static double[] correlations(double[] own, double[] others) {
        double mean = Arrays.stream(own).average().orElse(0);
        double[] centred = Arrays.stream(own).map(value -> value - mean).toArray();
        double power = Arrays.stream(centred).map(value -> value * value).sum();
        double[] result = new double[others.length - own.length + 1];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < own.length; i++) {
            sum += others[i];
            squares += others[i] * others[i];
        }
        for (int at = 0; at < result.length; at++) {
            double product = 0;
            for (int i = 0; i < own.length; i++) {
                product += centred[i] * others[at + i];
            }
            double otherPower = squares - sum * sum / own.length;
            double scale = Math.sqrt(power * otherPower);
            result[at] = scale > 0 ? product / scale : 0;
            if (at + 1 < result.length) {
                double gone = others[at];
                double come = others[at + own.length];
                sum += come - gone;
                squares += come * come - gone * gone;
            }
        }
        return result;
    }

    private static int highest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /** Where a parabola through the best place and its neighbours is highest, -0.5 to 0.5. */
    private static double summit(double[] values, int best) {
        if (best == 0 || best == values.length - 1) {
            return 0;
        }
        double bend = values[best - 1] - 2 * values[best] + values[best + 1];
        return bend < 0 ? (values[best - 1] - values[best + 1]) / (2 * bend) : 0;
    }

    /** How much later the pictures of a tap have the times of the same pictures, ms. */
    static OptionalDouble pictureLag(ProgrammeFingerprint tap, ProgrammeFingerprint reference) {
        if (tap.pictures() == 0 || reference.pictures() == 0) {
            return OptionalDouble.empty();
        }
        long from = reference.pictureMicros(0) + RANGE_MICROS;
        long to = reference.pictureMicros(reference.pictures() - 1) - RANGE_MICROS;
        double[] votes = new double[tap.pictures()];
        int count = 0;
        for (int i = 1; i < tap.pictures(); i++) {
            long at = tap.pictureMicros(i);
            if (at >= from && at <= to && tap.distance(i, tap, i - 1) >= LEAST_MOVEMENT) {
                votes[count++] = (at - mostLike(tap, i, reference)) / 1_000.0;
            }
        }
        if (count < LEAST_VOTES) {
            return OptionalDouble.empty();
        }
        double[] sorted = Arrays.copyOf(votes, count);
        Arrays.sort(sorted);
        double middle = sorted[count / 2];
        double[] agreed =
                Arrays.stream(sorted)
                        .filter(vote -> Math.abs(vote - middle) * 1_000 <= AGREED_MICROS)
                        .toArray();
        return agreed.length < LEAST_AGREEMENT * count
                ? OptionalDouble.empty()
                : OptionalDouble.of(agreed[agreed.length / 2]);
    }

    /** When the reference shows what is most like a picture, within the range around its time. */
    private static long mostLike(
            ProgrammeFingerprint tap, int picture, ProgrammeFingerprint reference) {
        long at = tap.pictureMicros(picture);
        long best = at;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < reference.pictures(); i++) {
            if (Math.abs(reference.pictureMicros(i) - at) <= RANGE_MICROS) {
                double distance = tap.distance(picture, reference, i);
                if (distance < least) {
                    least = distance;
                    best = reference.pictureMicros(i);
                }
            }
        }
        return best;
    }
}
