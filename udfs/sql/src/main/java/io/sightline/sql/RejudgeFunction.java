package io.sightline.sql;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.rejudge.RejudgePlan;
import io.sightline.rejudge.RejudgedIncident;
import io.sightline.rejudge.Rejudging;
import io.sightline.table.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@code rejudge(stream_id, rendition STRING, second_at TIMESTAMP_LTZ(3), media_start_us BIGINT,
 * metrics MAP<STRING, DOUBLE>, policy STRING) → ARRAY<ROW<...>>}, an aggregate: the incidents that
 * a policy makes of the seconds of one rendition, by the same judge and debounce as in the job.
 * What {@code debounce} is for queries that go on, this is for those that end.
 *
 * <pre>{@code
 * SELECT r.stream_id, r.rendition, i.*
 * FROM (
 *   SELECT stream_id, rendition, rejudge(stream_id, rendition, second_at, media_start_us,
 *     MAP['black_core_ratio', black_core_ratio], 'defaults: {video.black: {open-after: 5s}}') AS found
 *   FROM measurements
 *   GROUP BY stream_id, rendition) AS r
 * CROSS JOIN UNNEST(r.found) AS i
 * }</pre>
 *
 * <p>Only rules whose metrics are in the map are judged. The policy is text as in a policy file, on
 * top of the built-in one; NULL is the built-in one. The order of rows does not matter: they are
 * put in order of their seconds, of which each counts once. Rows whose stream, rendition, time or
 * map is NULL are passed over. An incident that did not clear has no {@code ended_at}. NULL if
 * there is no row. Memory grows with the rows of a group: 16 bytes and 8 for each metric.
 */
@FunctionHint(
        accumulator = @DataTypeHint(value = "RAW", bridgedTo = KeptSeconds.class),
        output = @DataTypeHint("ARRAY<ROW<" + JudgedRow.COLUMNS + ">>"))
public final class RejudgeFunction extends AggregateFunction<Row[], KeptSeconds> {

    private static final long serialVersionUID = 1L;

    @Override
    public KeptSeconds createAccumulator() {
        return new KeptSeconds();
    }

    /** Called by Flink for each row. */
    public void accumulate(
            KeptSeconds kept,
            @Nullable String streamId,
            @Nullable String rendition,
            @DataTypeHint("TIMESTAMP_LTZ(3)") @Nullable Instant secondAt,
            @Nullable Long mediaStartMicros,
            @DataTypeHint("MAP<STRING, DOUBLE>") @Nullable Map<String, Double> metrics,
            @Nullable String policy) {
        if (streamId != null && rendition != null && secondAt != null && metrics != null) {
            kept.whose(streamId, rendition, policy);
            kept.add(
                    secondAt.toEpochMilli(),
                    mediaStartMicros == null ? 0 : mediaStartMicros,
                    metrics);
        }
    }

    @Override
    public Row @Nullable [] getValue(KeptSeconds kept) {
        String stream = kept.stream();
        String rendition = kept.rendition();
        if (stream == null || rendition == null) {
            return null;
        }
        List<RejudgedIncident> found = new ArrayList<>();
        RejudgeRules rules = new RejudgeRules(kept.policy(), null, null);
        Rejudging judging =
                new Rejudging(
                        RejudgePlan.of(rules.of(stream), kept.metrics()),
                        new StreamId(stream),
                        new RenditionId(rendition),
                        incident -> {
                            if (incident.event() == Alert.Event.CLEARED) {
                                found.add(incident);
                            }
                        });
        kept.inOrder(judging::second);
        judging.end();
        found.addAll(judging.open());
        found.sort(
                Comparator.comparing(RejudgedIncident::startedMicros)
                        .thenComparing(RejudgedIncident::defect));
        return found.stream().map(JudgedRow::of).toArray(Row[]::new);
    }
}
