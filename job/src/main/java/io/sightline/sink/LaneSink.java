package io.sightline.sink;

import io.sightline.metrics.SightlineMetrics;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;

/** A sink that writes through a {@link RowLane}: at once, at least once, never in the way. */
final class LaneSink<R> implements Sink<R>, SupportsWriterState<R, LaneRow> {

    private static final long serialVersionUID = 1L;

    /** At the end of bounded input; then the rows that are left go into the last checkpoint. */
    private static final long LAST_WAIT_MILLIS = 10_000;

    private final String name;
    private final LaneAddress address;
    private final Encoding<R> encoding;

    /** Makes a row ready to be written. */
    @FunctionalInterface
    interface Encoding<R> extends Function<R, LaneRow>, Serializable {}

    LaneSink(String name, LaneAddress address, Encoding<R> encoding) {
        this.name = name;
        this.address = address;
        this.encoding = encoding;
    }

    @Override
    public Writer<R> createWriter(WriterInitContext context) {
        return restoreWriter(context, List.of());
    }

    @Override
    public Writer<R> restoreWriter(WriterInitContext context, Collection<LaneRow> unwritten) {
        RowLane lane = new RowLane(name, address.open(), new TaskThread(context));
        MetricGroup group = SightlineMetrics.of(context.metricGroup());
        group.gauge(name + "_rows_waiting", lane::size);
        group.gauge(name + "_rows_dropped", lane::dropped);
        Writer<R> writer = new Writer<>(lane, encoding, context);
        unwritten.forEach(lane::add);
        return writer;
    }

    @Override
    public SimpleVersionedSerializer<LaneRow> getWriterStateSerializer() {
        return new LaneRow.Serializer();
    }

    static final class Writer<R> implements StatefulSinkWriter<R, LaneRow> {

        private final RowLane lane; // owned, closed in close()
        private final Encoding<R> encoding;
        private final MailboxExecutor mailbox;
        private final TaskThread task;

        Writer(RowLane lane, Encoding<R> encoding, WriterInitContext context) {
            this.lane = lane;
            this.encoding = encoding;
            this.mailbox = context.getMailboxExecutor();
            this.task = new TaskThread(context);
        }

        @Override
        public void write(R row, Context context) {
            lane.add(encoding.apply(row));
        }

        /** Waits for nothing but the end: what is under way is part of the checkpoint. */
        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            if (!endOfInput || lane.isEmpty()) {
                return;
            }
            boolean[] late = {false};
            task.after(LAST_WAIT_MILLIS, () -> late[0] = true);
            while (!lane.isEmpty() && !late[0]) {
                mailbox.yield();
            }
        }

        @Override
        public List<LaneRow> snapshotState(long checkpointId) {
            return lane.unwritten();
        }

        @Override
        public void close() {
            lane.close();
        }
    }
}
