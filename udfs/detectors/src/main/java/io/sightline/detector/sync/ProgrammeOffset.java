package io.sightline.detector.sync;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How far pictures and sound of one rendition or tap of a programme are from those of another, by
 * what they look and sound like alone: their difference is how much later sound is against its
 * pictures than there. Needs no face, and says nothing where nothing moves or sounds.
 *
 * <p>Sound is found where its rises in level correlate best with the other's, pictures where the
 * changes of their areas do; a place counts if nothing else within the range comes near.
 *
 * <p>Sources: two-lag fingerprinting as in SMPTE ST 2064, with features of our own.
 */
public final class ProgrammeOffset {

    /** So much of one is looked for in the other. */
    public static final long WINDOW_MICROS = 10_000_000;

    /** So far apart the same moment may be in the two, either way. */
    public static final long RANGE_MICROS = 4_000_000;

    private static final int BIN_MICROS = ProgrammeFingerprint.BIN_MICROS; // steps of sound
    private static final int STEP_MICROS = 40_000; // of pictures
    private static final int FINE_MICROS = 5_000; // around the best of them
    private static final int SPAN_STEPS = 3; // from one picture to another that it is compared with

    /** An area counts by when it changes, more than by how much: a cut is no better than lips. */
    private static final double MOST_CHANGE = 1.0; // level

    /** So many steps' worth of changes are more than a cut or two, which are like any others. */
    private static final double LEAST_STEPS = 20;

    private static final double LEAST_CORRELATION = 0.5;
    private static final double MOST_ELSEWHERE = 0.85; // of the best

    /** Around the best place others are as good, as far as what is heard or seen is broad. */
    private static final long SOUND_BREADTH_MICROS = 50_000;

    private static final long PICTURE_BREADTH_MICROS = 200_000;

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
        int window = steps(WINDOW_MICROS, BIN_MICROS);
        int range = steps(RANGE_MICROS, BIN_MICROS);
        long from = end - window;
        long rangeFrom = from - apart - range;
        long rangeEnd = end - apart + range;
        if (!tap.hasLevels(from - 1, end) || !reference.hasLevels(rangeFrom - 1, rangeEnd)) {
            return OptionalDouble.empty();
        }
        double[][] own = {rises(tap, from, window)};
        double[][] others = {rises(reference, rangeFrom, window + 2 * range)};
        return lag(correlations(own, others), BIN_MICROS, SOUND_BREADTH_MICROS);
    }

    private static int steps(long micros, int stepMicros) {
        return (int) micros / stepMicros;
    }

    /** By how much each bin is louder than the one before, none if it is not. */
    private static double[] rises(ProgrammeFingerprint sound, long from, int count) {
        double[] rises = new double[count];
        for (int i = 0; i < count; i++) {
            rises[i] = Math.max(0, sound.level(from + i) - sound.level(from + i - 1));
        }
        return rises;
    }

    /** How much later than expected the tap has the same pictures, ms. */
    static OptionalDouble pictureLag(
            ProgrammeFingerprint tap, ProgrammeFingerprint reference, long end, long apart) {
        int window = steps(WINDOW_MICROS, STEP_MICROS);
        int range = steps(RANGE_MICROS, STEP_MICROS);
        long from = end - WINDOW_MICROS;
        long rangeFrom = from - apart - RANGE_MICROS;
        long rangeEnd = end - apart + RANGE_MICROS;
        long span = (long) SPAN_STEPS * STEP_MICROS;
        if (!tap.hasPictures(from - span, end)
                || !reference.hasPictures(rangeFrom - span, rangeEnd)) {
            return OptionalDouble.empty();
        }
        double[][] own = changes(tap, from, window);
        if (stepsThatChange(own) < LEAST_STEPS) {
            return OptionalDouble.empty();
        }
        double[][] others = changes(reference, rangeFrom, window + 2 * range);
        OptionalDouble lag = lag(correlations(own, others), STEP_MICROS, PICTURE_BREADTH_MICROS);
        return lag.isPresent()
                ? OptionalDouble.of(finer(own, reference, from - apart, lag.getAsDouble()))
                : lag;
    }

    /** A lag between steps: by the same instants of the reference, a little earlier and later. */
    private static double finer(
            double[][] own, ProgrammeFingerprint reference, long expected, double lagMillis) {
        long earliest = expected - Math.round(lagMillis * 1_000) - STEP_MICROS;
        double[] correlations = new double[2 * STEP_MICROS / FINE_MICROS + 1];
        for (int i = 0; i < correlations.length; i++) {
            long from = earliest + (long) i * FINE_MICROS;
            double[][] others = changes(reference, from, own[0].length);
            correlations[i] = correlations(own, others)[0];
        }
        int best = highest(correlations);
        double place = earliest + (best + summit(correlations, best)) * FINE_MICROS;
        return (expected - place) / 1_000;
    }

    /** By how much each area is lighter than a span before, at each step. */
    private static double[][] changes(ProgrammeFingerprint pictures, long from, int steps) {
        long span = (long) SPAN_STEPS * STEP_MICROS;
        double[][] areas = pictures.areas(from - span, STEP_MICROS, steps + SPAN_STEPS);
        double[][] changes = new double[areas.length][steps];
        for (int area = 0; area < areas.length; area++) {
            for (int step = 0; step < steps; step++) {
                double change = areas[area][step + SPAN_STEPS] - areas[area][step];
                changes[area][step] = Math.max(-MOST_CHANGE, Math.min(MOST_CHANGE, change));
            }
        }
        return changes;
    }

    /** As many as would be if each changed as much as any other (the participation ratio). */
    private static double stepsThatChange(double[][] changes) {
        double sum = 0;
        double squares = 0;
        for (int step = 0; step < changes[0].length; step++) {
            double energy = 0;
            for (double[] area : changes) {
                energy += area[step] * area[step];
            }
            sum += energy;
            squares += energy * energy;
        }
        return squares > 0 ? sum * sum / squares : 0;
    }

    /** Of what is shorter with each part of what is longer, all series as one: -1 to 1. */
    private static double[] correlations(double[][] own, double[][] others) {
        int length = own[0].length;
        int count = own.length * length;
        double mean = Arrays.stream(own).flatMapToDouble(Arrays::stream).sum() / count;
        double power = 0;
        double[] products = new double[others[0].length - length + 1];
        double[] sums = new double[products.length];
        double[] squares = new double[products.length];
        for (int series = 0; series < own.length; series++) {
            for (int i = 0; i < length; i++) {
                double centred = own[series][i] - mean;
                power += centred * centred;
                addProducts(centred, others[series], i, products);
            }
            addPowers(others[series], length, sums, squares);
        }
        for (int at = 0; at < products.length; at++) {
            double scale = Math.sqrt(power * (squares[at] - sums[at] * sums[at] / count));
            products[at] = scale > 0 ? products[at] / scale : 0;
        }
        return products;
    }

    /** This is most of what a lag costs; a processor does several of these at once. */
    private static void addProducts(double factor, double[] series, int from, double[] products) {
        for (int at = 0; at < products.length; at++) {
            products[at] += factor * series[from + at];
        }
    }

    private static void addPowers(double[] series, int length, double[] sums, double[] squares) {
        double sum = 0;
        double square = 0;
        for (int i = 0; i < series.length; i++) {
            sum += series[i];
            square += series[i] * series[i];
            int at = i - length + 1;
            if (at >= 0) {
                sums[at] += sum;
                squares[at] += square;
                sum -= series[at];
                square -= series[at] * series[at];
            }
        }
    }

    /** How much later the tap is, ms: the best place, if it is good and no other comes near. */
    private static OptionalDouble lag(double[] correlations, int stepMicros, long breadthMicros) {
        int best = highest(correlations);
        int breadth = steps(breadthMicros, stepMicros);
        double elsewhere = 0;
        for (int i = 0; i < correlations.length; i++) {
            if (Math.abs(i - best) > breadth) {
                elsewhere = Math.max(elsewhere, correlations[i]);
            }
        }
        if (correlations[best] < LEAST_CORRELATION
                || elsewhere > MOST_ELSEWHERE * correlations[best]) {
            return OptionalDouble.empty();
        }
        double place = best + summit(correlations, best) - steps(RANGE_MICROS, stepMicros);
        return OptionalDouble.of((0 - place) * stepMicros / 1_000);
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
}
