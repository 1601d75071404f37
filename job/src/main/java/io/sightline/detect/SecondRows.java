package io.sightline.detect;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.RenditionRef;
import io.sightline.media.Track;
import io.sightline.table.Measurement;
import io.sightline.table.Provenance;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds what is measured of one rendition into one row for each second of event time. Pictures and
 * sound of a second arrive interleaved, so a few seconds are open at a time. Thread: the task's.
 */
final class SecondRows {

    private static final long SECOND_MICROS = 1_000_000;

    private final RenditionRef origin;
    private final List<Metric> metrics;
    private final Consumer<Measurement> output;
    private final CoverageWatch coverage;
    private final Provenance provenance;

    private final Deque<Row> open = new ArrayDeque<>(); // in the order of their seconds
    private final Deque<Row> spare = new ArrayDeque<>();
    private long emittedThrough = Long.MIN_VALUE; // the last second that has its row

    SecondRows(
            RenditionRef origin,
            List<Metric> metrics,
            CoverageWatch coverage,
            Provenance provenance,
            Consumer<Measurement> output) {
        this.origin = origin;
        this.metrics = metrics;
        this.coverage = coverage;
        this.provenance = provenance;
        this.output = output;
    }

    /** Folds one value of {@code metrics.get(slot)}; what comes after its row is left out of it. */
    void fold(int slot, double value, long eventMicros, long mediaMicros) {
        if (Double.isNaN(value)) {
            return;
        }
        Row row = rowAt(eventMicros, mediaMicros);
        if (row != null) {
            row.fold(slot, metrics.get(slot).fold(), value);
        }
    }

    /** A picture was examined, decoded as {@code tier} says. */
    void countPicture(DecodeTier tier, long eventMicros, long mediaMicros) {
        Row row = rowAt(eventMicros, mediaMicros);
        if (row != null) {
            row.pictures++;
            row.decodedAs(tier);
        }
    }

    /**
     * A picture or a block was left out, by {@code tier}.
     *
     * @param shed whether it was asked for
     */
    void countLeftOut(
            Track.Kind kind, DecodeTier tier, boolean shed, long eventMicros, long mediaMicros) {
        Row row = rowAt(eventMicros, mediaMicros);
        if (row != null) {
            row.decodedAs(tier);
            if (kind == Track.Kind.VIDEO) {
                row.picturesLeftOut++;
                row.picturesShed += shed ? 1 : 0;
            } else {
                row.blocksLeftOut++;
                row.blocksShed += shed ? 1 : 0;
            }
        }
    }

    /** A block of sound was examined while {@code tier} was in force. */
    void countSound(DecodeTier tier, long eventMicros, long mediaMicros) {
        Row row = rowAt(eventMicros, mediaMicros);
        if (row != null) {
            row.blocks++;
            row.decodedAs(tier);
        }
    }

    void countUndecodable(long eventMicros, long mediaMicros) {
        Row row = rowAt(eventMicros, mediaMicros);
        if (row != null) {
            row.undecodable++;
        }
    }

    /** Emits every row whose second ended at or before {@code eventMicros}. */
    void emitEndedBy(long eventMicros) {
        while (!open.isEmpty() && (open.getFirst().second + 1) * SECOND_MICROS <= eventMicros) {
            emit(open.removeFirst());
        }
    }

    void emitAll() {
        while (!open.isEmpty()) {
            emit(open.removeFirst());
        }
    }

    private void emit(Row row) {
        emittedThrough = row.second;
        if (!row.isWatched()) {
            // Only a value at the very end of what came before: nothing was there to be watched.
            row.clear();
            spare.push(row);
            return;
        }
        Map<String, Double> values = new HashMap<>();
        for (int slot = 0; slot < metrics.size(); slot++) {
            if (row.counts[slot] > 0) {
                Metric metric = metrics.get(slot);
                values.put(metric.name(), row.value(slot, metric.fold()));
            }
        }
        double watched = row.watchCoverage();
        if (!Double.isNaN(watched)) {
            values.put(SourceMetrics.WATCH_COVERAGE.name(), watched);
            coverage.onSecond(watched, row.second * SECOND_MICROS, row.mediaStartMicros);
        }
        output.accept(
                new Measurement(
                        origin.stream().value(),
                        origin.rendition().value(),
                        row.second * 1000,
                        row.mediaStartMicros,
                        row.tier.id(),
                        row.coverage(),
                        row.pictures,
                        values,
                        provenance));
        row.clear();
        spare.push(row);
    }

    private @Nullable Row rowAt(long eventMicros, long mediaMicros) {
        long second = Math.floorDiv(eventMicros, SECOND_MICROS);
        if (second <= emittedThrough) {
            return null;
        }
        Row known = openRow(second);
        if (known != null) {
            known.mediaStartMicros = Math.min(known.mediaStartMicros, mediaMicros);
            return known;
        }
        Row row = spare.isEmpty() ? new Row(metrics.size()) : spare.pop();
        row.second = second;
        row.mediaStartMicros = mediaMicros;
        insert(row);
        return row;
    }

    private @Nullable Row openRow(long second) {
        Row newest = open.peekLast(); // nearly always the one: no iterator for it
        if (newest == null || newest.second == second) {
            return newest;
        }
        Iterator<Row> rows = open.descendingIterator();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row.second == second) {
                return row;
            }
        }
        return null;
    }

    private void insert(Row row) {
        Deque<Row> later = new ArrayDeque<>(0);
        while (!open.isEmpty() && open.getLast().second > row.second) {
            later.push(open.removeLast());
        }
        open.addLast(row);
        open.addAll(later);
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(emittedThrough);
        out.writeInt(open.size());
        for (Row row : open) {
            row.save(out, metrics);
        }
    }

    void restore(DataInput in) throws IOException {
        emittedThrough = in.readLong();
        Map<String, Integer> slots = new HashMap<>();
        for (int slot = 0; slot < metrics.size(); slot++) {
            slots.put(metrics.get(slot).name(), slot);
        }
        for (int rows = in.readInt(); rows > 0; rows--) {
            Row row = new Row(metrics.size());
            row.restore(in, slots);
            open.addLast(row);
        }
    }

    /** One open second. */
    private static final class Row {
        long second;
        long mediaStartMicros;
        int pictures;
        int blocks;
        int undecodable;
        int picturesLeftOut;
        int blocksLeftOut;
        int picturesShed; // of those left out
        int blocksShed;
        DecodeTier tier = DecodeTier.FULL; // the least in force
        final double[] values;
        final int[] counts;

        Row(int slots) {
            values = new double[slots];
            counts = new int[slots];
        }

        boolean isWatched() {
            return pictures + blocks + undecodable + picturesLeftOut + blocksLeftOut > 0;
        }

        void decodedAs(DecodeTier other) {
            tier = other.isLessThan(tier) ? other : tier;
        }

        /** Of the pictures that were there; of the sound, where there were none. */
        double coverage() {
            int presented = pictures + undecodable + picturesLeftOut;
            return presented > 0
                    ? (double) pictures / presented
                    : (double) blocks / (blocks + blocksLeftOut);
        }

        /** The same of what was asked for; not a number where nothing was. */
        double watchCoverage() {
            int wanted = pictures + picturesShed;
            return wanted > 0
                    ? (double) pictures / wanted
                    : (double) blocks / (blocks + blocksShed);
        }

        void fold(int slot, Fold fold, double value) {
            boolean first = counts[slot]++ == 0;
            values[slot] =
                    switch (fold) {
                        case MEAN, SUM -> first ? value : values[slot] + value;
                        case MIN -> first ? value : Math.min(values[slot], value);
                        case MAX -> first ? value : Math.max(values[slot], value);
                        case LAST -> value;
                    };
        }

        double value(int slot, Fold fold) {
            return switch (fold) {
                case MEAN -> values[slot] / counts[slot];
                case MIN, MAX, SUM, LAST -> values[slot];
            };
        }

        void clear() {
            pictures = 0;
            blocks = 0;
            undecodable = 0;
            picturesLeftOut = 0;
            blocksLeftOut = 0;
            picturesShed = 0;
            blocksShed = 0;
            tier = DecodeTier.FULL;
            Arrays.fill(counts, 0);
        }

        void save(DataOutput out, List<Metric> metrics) throws IOException {
            out.writeLong(second);
            out.writeLong(mediaStartMicros);
            out.writeInt(pictures);
            out.writeInt(blocks);
            out.writeInt(undecodable);
            out.writeInt(picturesLeftOut);
            out.writeInt(blocksLeftOut);
            out.writeInt(picturesShed);
            out.writeInt(blocksShed);
            out.writeUTF(tier.name());
            int measured = 0;
            for (int count : counts) {
                measured += count > 0 ? 1 : 0;
            }
            out.writeInt(measured);
            for (int slot = 0; slot < counts.length; slot++) {
                if (counts[slot] > 0) {
                    out.writeUTF(metrics.get(slot).name());
                    out.writeInt(counts[slot]);
                    out.writeDouble(values[slot]);
                }
            }
        }

        void restore(DataInput in, Map<String, Integer> slots) throws IOException {
            second = in.readLong();
            mediaStartMicros = in.readLong();
            pictures = in.readInt();
            blocks = in.readInt();
            undecodable = in.readInt();
            picturesLeftOut = in.readInt();
            blocksLeftOut = in.readInt();
            picturesShed = in.readInt();
            blocksShed = in.readInt();
            tier = DecodeTier.valueOf(in.readUTF());
            for (int measured = in.readInt(); measured > 0; measured--) {
                Integer slot = slots.get(in.readUTF());
                int count = in.readInt();
                double value = in.readDouble();
                if (slot != null) { // else its detector was removed since
                    counts[slot] = count;
                    values[slot] = value;
                }
            }
        }
    }
}
