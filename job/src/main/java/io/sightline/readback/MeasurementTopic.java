package io.sightline.readback;

import io.sightline.verify.RecordTable;
import io.sightline.verify.RowPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The topic of measurements. All rows of a stream are in one partition, so partitions are read side
 * by side.
 */
public record MeasurementTopic(TopicRecord topics) implements MeasurementsRecord {

    @Override
    public List<Part> parts(int atMost) throws UnreadableRecordException {
        int readers = Math.max(1, Math.min(atMost, topics.partitionsOf(RecordTable.MEASUREMENTS)));
        List<Part> parts = new ArrayList<>();
        for (int reader = 0; reader < readers; reader++) {
            int own = reader;
            parts.add(part(partition -> partition % readers == own));
        }
        return parts;
    }

    private Part part(IntPredicate partitions) {
        return (metrics, span, taker) -> {
            MeasurementJson rows = new MeasurementJson(metrics, span, taker);
            topics.read(List.of(RecordTable.MEASUREMENTS), partitions, new Reader(rows));
        };
    }

    private record Reader(MeasurementJson rows) implements TopicRecord.Rows {

        @Override
        public void headIsGone(RecordTable table, String partition) {
            // Retention is a site's own choice: what is there is judged.
        }

        @Override
        public void row(RecordTable table, RowPlace place, @Nullable String json)
                throws UnreadableRecordException {
            rows.read(place, json);
        }
    }
}
