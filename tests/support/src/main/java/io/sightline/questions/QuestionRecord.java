package io.sightline.questions;

import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Metric;
import io.sightline.sink.Destination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.TableSinks;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchemas;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Writes the week as the job itself would: through its sinks, committed by checkpoints. */
public final class QuestionRecord {

    private static final int CHECKPOINT_INTERVAL_MILLIS = 500;

    private QuestionRecord() {}

    /** The metrics that have a column of their own in {@code measurements}: all built-in ones. */
    public static List<Metric> metrics() {
        return DetectorCatalog.find(QuestionRecord.class.getClassLoader()).columns();
    }

    /**
     * Makes the destination ready and writes every row, each once.
     *
     * @throws Exception why it cannot be written
     */
    public static void writeTo(Destination destination) throws Exception {
        OutputCheck.makeReady(destination);
        TableSinks sinks = TableSinks.of(destination, TableSchemas.measurements(metrics()));
        var env = StreamExecutionEnvironment.createLocalEnvironment(1);
        env.enableCheckpointing(CHECKPOINT_INTERVAL_MILLIS);
        rows(env, QuestionWeek.alerts(), Alert.class).sinkTo(sinks.alerts());
        rows(env, QuestionWeek.measurements(), Measurement.class).sinkTo(sinks.measurements());
        rows(env, QuestionWeek.states(), StreamStateRow.class).sinkTo(sinks.streamStates());
        env.execute("the week of the questions");
    }

    private static <R> DataStream<R> rows(
            StreamExecutionEnvironment env, List<R> rows, Class<R> type) {
        return env.fromData(rows, TypeInformation.of(type));
    }
}
