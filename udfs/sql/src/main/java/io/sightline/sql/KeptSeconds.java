package io.sightline.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The measured seconds of one rendition, as they come. An accumulator of an aggregate function:
 * public, because Flink keeps it. Holds 16 bytes and 8 for each metric and second.
 */
public final class KeptSeconds {

    private static final int FIRST_CAPACITY = 64;

    private @Nullable String stream;
    private @Nullable String rendition;
    private @Nullable String policy;
    private final List<String> metrics = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>(); // by metric, then by row
    private final Map<String, Integer> slots = new HashMap<>();
    private long[] secondMillis = new long[FIRST_CAPACITY];
    private long[] mediaMicros = new long[FIRST_CAPACITY];
    private int rows;

    /** Takes one second. */
    @FunctionalInterface
    interface Taker {

        /**
         * Takes it.
         *
         * @param values in the order of the metrics, NaN where nothing was measured; borrowed
         */
        void second(long secondAtMillis, long mediaStartMicros, double[] values);
    }

    /** Whose seconds these are and how they are to be judged: the same for all rows of a group. */
    void whose(String streamId, String name, @Nullable String policyText) {
        if (stream == null) {
            stream = streamId;
            rendition = name;
            policy = policyText;
        }
    }

    @Nullable String stream() {
        return stream;
    }

    @Nullable String rendition() {
        return rendition;
    }

    @Nullable String policy() {
        return policy;
    }

    List<String> metrics() {
        return metrics;
    }

    void add(long secondAtMillis, long mediaStartMicros, Map<String, Double> measured) {
        if (rows == secondMillis.length) {
            int more = rows * 2;
            secondMillis = Arrays.copyOf(secondMillis, more);
            mediaMicros = Arrays.copyOf(mediaMicros, more);
            values.replaceAll(column -> extended(column, more));
        }
        secondMillis[rows] = secondAtMillis;
        mediaMicros[rows] = mediaStartMicros;
        for (double[] column : values) {
            column[rows] = Double.NaN;
        }
        for (Map.Entry<String, Double> value : measured.entrySet()) {
            if (value.getKey() != null) {
                double[] column = values.get(slots.computeIfAbsent(value.getKey(), this::column));
                column[rows] = value.getValue() == null ? Double.NaN : value.getValue();
            }
        }
        rows++;
    }

    private int column(String metric) {
        double[] column = new double[secondMillis.length];
        Arrays.fill(column, Double.NaN);
        metrics.add(metric);
        values.add(column);
        return metrics.size() - 1;
    }

    private static double[] extended(double[] column, int length) {
        double[] longer = Arrays.copyOf(column, length);
        Arrays.fill(longer, column.length, length, Double.NaN);
        return longer;
    }

    /** Gives all in the order of their seconds; of equal ones the first that came is first. */
    void inOrder(Taker taker) {
        double[] row = new double[metrics.size()];
        for (int index : order()) {
            for (int metric = 0; metric < row.length; metric++) {
                row[metric] = values.get(metric)[index];
            }
            taker.second(secondMillis[index], mediaMicros[index], row);
        }
    }

    private int[] order() {
        for (int i = 1; i < rows; i++) {
            if (secondMillis[i] < secondMillis[i - 1]) {
                return IntStream.range(0, rows)
                        .boxed()
                        .sorted(
                                (one, other) ->
                                        Long.compare(secondMillis[one], secondMillis[other]))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
        }
        return IntStream.range(0, rows).toArray(); // nearly always: a record is in order
    }
}
