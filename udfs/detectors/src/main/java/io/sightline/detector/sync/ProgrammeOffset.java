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

    /** So much of one is looked for in the other. */
    public static final long WINDOW_MICROS = 10_000_000;

    /** So far apart the same moment may be in the two, either way. */
    public static final long RANGE_MICROS = 4_000_000;

    private static final int BIN_MICROS = ProgrammeFingerprint.BIN_MICROS;
    private static final int WINDOW_BINS = (int) WINDOW_MICROS / BIN_MICROS;
    private static final int RANGE_BINS = (int) RANGE_MICROS / BIN_MICROS;

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
     * nothing where either cannot be found for sure. What is compared is {@link #WINDOW_MICROS} of
     * the tap with the same of the reference and {@link #RANGE_MICROS} on either side.
     *
     * @param endMicros where what is compared ends, in the time of the tap
     * @param apartMicros by how much the tap's times are later than those of the reference are for
     *     the same instant, as far as is known
     */
    public static OptionalDouble soundAfterPictures(
            ProgrammeFingerprint tap,
            ProgrammeFingerprint reference,
            long endMicros,
            long apartMicros) {
        long endBin = Math.floorDiv(endMicros, BIN_MICROS);
        long apartBins = Math.round((double) apartMicros / BIN_MICROS);
        OptionalDouble sound = soundLag(tap, reference, endBin, apartBins);
        if (sound.isEmpty()) {
            return sound;
        }
        OptionalDouble pictures =
                pictureLag(tap, reference, endBin * BIN_MICROS, apartBins * BIN_MICROS);
        return pictures.isPresent()
                ? OptionalDouble.of(sound.getAsDouble() - pictures.getAsDouble())
                : OptionalDouble.empty();
    }

    /** How much later than expected the tap has the same sound, ms. */
    static OptionalDouble soundLag(
            ProgrammeFingerprint tap, ProgrammeFingerprint reference, long end, long apart) {
        long from = end - WINDOW_BINS;
        long rangeFrom = from - apart - RANGE_BINS;
        long rangeEnd = end - apart + RANGE_BINS;
        if (!tap.hasLevels(from - 1, end) || !reference.hasLevels(rangeFrom - 1, rangeEnd)) {
            return OptionalDouble.empty();
        }
        double[] own = rises(tap, from, WINDOW_BINS);
        double[] others = rises(reference, rangeFrom, WINDOW_BINS + 2 * RANGE_BINS);
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
        return OptionalDouble.of((0 - place) * BIN_MICROS / 1_000);
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
            double product = product(centred, others, at);
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

    /** In four sums, which a processor adds side by side: this is most of what a lag costs. */
    private static double product(double[] one, double[] other, int at) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        for (int i = 0; i < WINDOW_BINS; i += 4) {
            first += one[i] * other[at + i];
            second += one[i + 1] * other[at + i + 1];
            third += one[i + 2] * other[at + i + 2];
            fourth += one[i + 3] * other[at + i + 3];
        }
        return first + second + third + fourth;
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

    /** How much later than expected the tap has the same pictures, ms. */
    static OptionalDouble pictureLag(
            ProgrammeFingerprint tap, ProgrammeFingerprint reference, long end, long apart) {
        long from = end - WINDOW_MICROS;
        if (!tap.hasPictures(from, end)
                || !reference.hasPictures(
                        from - apart - RANGE_MICROS, end - apart + RANGE_MICROS)) {
            return OptionalDouble.empty();
        }
        int first = Math.max(1, tap.firstPictureFrom(from));
        int behind = tap.firstPictureFrom(end);
        double[] votes = new double[Math.max(0, behind - first)];
        int count = 0;
        for (int i = first; i < behind; i++) {
            if (tap.distance(i, tap, i - 1) >= LEAST_MOVEMENT) {
                long expected = tap.pictureMicros(i) - apart;
                votes[count++] = (expected - mostLike(tap, i, reference, expected)) / 1_000.0;
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
            ProgrammeFingerprint tap, int picture, ProgrammeFingerprint reference, long expected) {
        int behind = reference.firstPictureFrom(expected + RANGE_MICROS + 1);
        long best = expected;
        int least = Integer.MAX_VALUE;
        for (int i = reference.firstPictureFrom(expected - RANGE_MICROS); i < behind; i++) {
            int difference = tap.difference(picture, reference, i, least);
            if (difference < least) {
                least = difference;
                best = reference.pictureMicros(i);
            }
        }
        return best;
    }
}
