package io.sightline.sql;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.rejudge.RejudgePlan;
import io.sightline.rejudge.Rejudging;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.ArgumentTrait;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.annotation.StateHint;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@code debounce(seconds => TABLE measurements PARTITION BY (stream_id, rendition), ...)}, a
 * process table function: judges measurements again, by the same judge and debounce as in the job,
 * and gives a row for each event of an incident as {@code alerts} has one.
 *
 * <p>What judges is either a policy ({@code policy => 'text as in a policy file'}, {@code template
 * => 'name'}; without both the built-in policy), or one rule ({@code defect => 'video.black'} and
 * what differs from the built-in policy: {@code metric}, {@code above}, {@code below}, {@code
 * leave}, {@code open_after}, {@code clear_after}, {@code severity}).
 *
 * <p>The table needs {@code stream_id}, {@code rendition}, {@code second_at}, {@code
 * media_start_us} and the metrics that are judged; a metric that is no column is looked for in
 * {@code extra}. Rows of one rendition must come in order of {@code second_at}, as they do from a
 * topic: a second that was there is passed over, with an earlier one the query fails. Flink runs
 * process table functions in streaming mode only; {@code rejudge} is the same for batch mode.
 */
@FunctionHint(
        output =
                @DataTypeHint(
                        "ROW<event STRING, event_at TIMESTAMP_LTZ(3), " + JudgedRow.COLUMNS + ">"))
public final class DebounceFunction extends ProcessTableFunction<Row> {

    private static final long serialVersionUID = 1L;

    private static final String EXTRA = "extra";

    private transient @Nullable Map<String, RejudgePlan> plans; // by stream

    /** Kept of one rendition. Public, because Flink reads and writes its fields. */
    public static final class Kept {
        public byte @Nullable [] judging;
    }

    /** Called by Flink for each row. */
    public void eval(
            @StateHint Kept kept,
            @ArgumentHint(value = ArgumentTrait.SET_SEMANTIC_TABLE, name = "seconds") Row second,
            @ArgumentHint(name = "policy", isOptional = true) @Nullable String policy,
            @ArgumentHint(name = "template", isOptional = true) @Nullable String template,
            @ArgumentHint(name = "defect", isOptional = true) @Nullable String defect,
            @ArgumentHint(name = "metric", isOptional = true) @Nullable String metric,
            @ArgumentHint(name = "above", isOptional = true) @Nullable Double above,
            @ArgumentHint(name = "below", isOptional = true) @Nullable Double below,
            @ArgumentHint(name = "leave", isOptional = true) @Nullable Double leave,
            @ArgumentHint(name = "open_after", isOptional = true) @Nullable String openAfter,
            @ArgumentHint(name = "clear_after", isOptional = true) @Nullable String clearAfter,
            @ArgumentHint(name = "severity", isOptional = true) @Nullable String severity)
            throws IOException {
        String stream = second.getFieldAs("stream_id");
        String rendition = second.getFieldAs("rendition");
        Instant at = second.getFieldAs("second_at");
        if (stream == null || rendition == null || at == null) {
            return;
        }
        if (plans == null) {
            plans = new HashMap<>();
        }
        RejudgePlan plan = plans.get(stream);
        if (plan == null) {
            RejudgeRules rules;
            if (defect == null) {
                requireNoRule(metric, above, below, leave, openAfter, clearAfter, severity);
                rules = new RejudgeRules(policy, template, null);
            } else {
                requireNoPolicy(policy, template);
                rules =
                        RejudgeRules.of(
                                new RejudgeRules.OneRule(
                                        defect,
                                        metric,
                                        above,
                                        below,
                                        leave,
                                        openAfter,
                                        clearAfter,
                                        severity));
            }
            plan = RejudgePlan.of(rules.of(stream));
            plans.put(stream, plan);
        }
        judge(kept, second, stream, rendition, at.toEpochMilli(), plan);
    }

    private static void requireNoRule(@Nullable Object... settings) {
        for (Object setting : settings) {
            if (setting != null) {
                throw new ValidationException(
                        "debounce: 'metric', 'above', 'below', 'leave', 'open_after', 'clear_after'"
                                + " and 'severity' are about one rule; name it with 'defect'");
            }
        }
    }

    private static void requireNoPolicy(@Nullable String policy, @Nullable String template) {
        if (policy != null || template != null) {
            throw new ValidationException(
                    "debounce: 'defect' stands for one rule, 'policy' and 'template' for all:"
                            + " give either");
        }
    }

    private void judge(
            Kept kept, Row second, String stream, String rendition, long atMillis, RejudgePlan plan)
            throws IOException {
        Rejudging judging =
                new Rejudging(
                        plan,
                        new StreamId(stream),
                        new RenditionId(rendition),
                        incident -> collect(JudgedRow.event(incident)));
        if (kept.judging != null) {
            judging.restore(new DataInputStream(new ByteArrayInputStream(kept.judging)));
        }
        Long mediaMicros = second.getFieldAs("media_start_us");
        judging.second(
                atMillis, mediaMicros == null ? 0 : mediaMicros, values(second, plan.metrics()));
        if (judging.fallBacks() > 0) {
            // Judged on, what came out would be wrong and look right.
            throw new IllegalStateException(
                    "debounce: the seconds of stream '"
                            + stream
                            + "' ("
                            + rendition
                            + ") are out of order: "
                            + Instant.ofEpochMilli(atMillis)
                            + " came after a later one. Read from a topic, or set"
                            + " 'parallelism.default' to 1; where time really fell back, choose the"
                            + " time with WHERE; or use rejudge in batch mode, which puts rows in"
                            + " order.");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        judging.save(new DataOutputStream(bytes));
        kept.judging = bytes.toByteArray();
    }

    private static double[] values(Row second, List<String> metrics) {
        Set<String> columns = second.getFieldNames(/* includeNamedPositions= */ true);
        Map<String, Double> extra =
                columns != null && columns.contains(EXTRA) ? second.getFieldAs(EXTRA) : null;
        double[] values = new double[metrics.size()];
        for (int i = 0; i < values.length; i++) {
            String metric = metrics.get(i);
            Object value = null;
            if (columns != null && columns.contains(metric)) {
                value = second.getField(metric);
            } else if (extra != null) {
                value = extra.get(metric);
            }
            values[i] = value instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        return values;
    }
}
