package io.sightline.sink;

import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link KafkaSink} whose writers close the admin client with which they look for transactions
 * left open. The connector's own (5.0.0) never do: each restart would leave a thread and its
 * connections to the brokers behind in the TaskManager, for as long as that lives.
 *
 * @param <R> rows
 */
final class AdminClosingKafkaSink<R>
        implements TwoPhaseCommittingStatefulSink<R, KafkaWriterState, KafkaCommittable>,
                SupportsPostCommitTopology<KafkaCommittable>,
                LineageVertexProvider {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(AdminClosingKafkaSink.class);

    private final KafkaSink<R> sink;

    AdminClosingKafkaSink(KafkaSink<R> sink) {
        this.sink = sink;
    }

    @Override
    public PrecommittingStatefulSinkWriter<R, KafkaWriterState, KafkaCommittable> createWriter(
            WriterInitContext context) throws IOException {
        return new Writer<>(sink.createWriter(context));
    }

    @Override
    public PrecommittingStatefulSinkWriter<R, KafkaWriterState, KafkaCommittable> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        return new Writer<>(sink.restoreWriter(context, state));
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
        return sink.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committed) {
        sink.addPostCommitTopology(committed);
    }

    @Override
    public LineageVertex getLineageVertex() {
        return sink.getLineageVertex();
    }

    private record Writer<R>(
            PrecommittingStatefulSinkWriter<R, KafkaWriterState, KafkaCommittable> writer)
            implements PrecommittingStatefulSinkWriter<R, KafkaWriterState, KafkaCommittable> {

        @Override
        public void write(R row, Context context) throws IOException, InterruptedException {
            writer.write(row, context);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            writer.flush(endOfInput);
        }

        @Override
        public Collection<KafkaCommittable> prepareCommit()
                throws IOException, InterruptedException {
            return writer.prepareCommit();
        }

        @Override
        public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
            return writer.snapshotState(checkpointId);
        }

        @Override
        public void close() throws Exception {
            try {
                writer.close();
            } finally {
                adminOf(writer).ifPresent(admin -> admin.close(Duration.ZERO));
            }
        }
    }

    /** The admin client that a writer has opened, if any: only the writer itself knows it. */
    private static Optional<Admin> adminOf(Object writer) {
        try {
            Field admin = writer.getClass().getDeclaredField("adminClient");
            admin.setAccessible(true);
            return Optional.ofNullable((Admin) admin.get(writer));
        } catch (ReflectiveOperationException e) {
            LOG.warn("The admin client of {} is left to itself", writer.getClass(), e);
            return Optional.empty();
        }
    }
}
