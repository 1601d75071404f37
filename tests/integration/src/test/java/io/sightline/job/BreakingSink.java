package io.sightline.job;

import io.sightline.sink.TableSinks;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * A sink of the record as it is, which tells a {@link FailureScript} of each step of its two-phase
 * commit.
 *
 * @param <R> rows
 * @param <S> the writer's state
 * @param <C> what is committed
 */
final class BreakingSink<R, S, C>
        implements Sink<R>,
                SupportsWriterState<R, S>,
                SupportsCommitter<C>,
                SupportsPostCommitTopology<C> {

    private static final long serialVersionUID = 1L;

    private final Sink<R> sink; // also all of the interfaces above
    private final String script;

    private BreakingSink(Sink<R> sink, String script) {
        this.sink = sink;
        this.script = script;
    }

    /** Wraps exactly-once sinks to Kafka. */
    static TableSinks around(TableSinks sinks, FailureScript script) {
        return new TableSinks(
                new BreakingSink<>(sinks.alerts(), script.id()),
                new BreakingSink<>(sinks.measurements(), script.id()),
                new BreakingSink<>(sinks.streamStates(), script.id()));
    }

    private static void pass(String script, FailurePoint point) {
        FailureScript.withId(script).pass(point);
    }

    @SuppressWarnings("unchecked") // KafkaSink is all of them
    private SupportsWriterState<R, S> stateful() {
        return (SupportsWriterState<R, S>) sink;
    }

    @SuppressWarnings("unchecked") // as above
    private SupportsCommitter<C> committing() {
        return (SupportsCommitter<C>) sink;
    }

    @SuppressWarnings("unchecked") // as above
    private Writer<R, S, C> breaking(SinkWriter<R> writer) {
        return new Writer<>(
                writer,
                (StatefulSinkWriter<R, S>) writer,
                (CommittingSinkWriter<R, C>) writer,
                script);
    }

    @Override
    public SinkWriter<R> createWriter(WriterInitContext context) throws IOException {
        pass(script, FailurePoint.BEFORE_OPEN);
        return opened(breaking(sink.createWriter(context)));
    }

    @Override
    public StatefulSinkWriter<R, S> restoreWriter(WriterInitContext context, Collection<S> state)
            throws IOException {
        pass(script, FailurePoint.BEFORE_OPEN);
        return opened(breaking(stateful().restoreWriter(context, state)));
    }

    private Writer<R, S, C> opened(Writer<R, S, C> writer) {
        try {
            pass(script, FailurePoint.AFTER_OPEN);
        } catch (RuntimeException e) {
            writer.closeAfter(e); // nobody else has it yet
            throw e;
        }
        return writer;
    }

    @Override
    public SimpleVersionedSerializer<S> getWriterStateSerializer() {
        return stateful().getWriterStateSerializer();
    }

    @Override
    public Committer<C> createCommitter(CommitterInitContext context) throws IOException {
        return new BreakingCommitter<>(committing().createCommitter(context), script);
    }

    @Override
    public SimpleVersionedSerializer<C> getCommittableSerializer() {
        return committing().getCommittableSerializer();
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public void addPostCommitTopology(DataStream<CommittableMessage<C>> committed) {
        ((SupportsPostCommitTopology<C>) sink).addPostCommitTopology(committed);
    }

    /** One writer under three of its names. */
    private record Writer<R, S, C>(
            SinkWriter<R> writer,
            StatefulSinkWriter<R, S> stateful,
            CommittingSinkWriter<R, C> committing,
            String script)
            implements StatefulSinkWriter<R, S>, CommittingSinkWriter<R, C> {

        @Override
        public void write(R row, Context context) throws IOException, InterruptedException {
            pass(script, FailurePoint.WRITE);
            writer.write(row, context);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            pass(script, FailurePoint.BEFORE_FLUSH);
            writer.flush(endOfInput);
            pass(script, FailurePoint.AFTER_FLUSH);
        }

        @Override
        public Collection<C> prepareCommit() throws IOException, InterruptedException {
            Collection<C> prepared = committing.prepareCommit();
            pass(script, FailurePoint.AFTER_PREPARE);
            return prepared;
        }

        @Override
        public List<S> snapshotState(long checkpointId) throws IOException {
            List<S> state = stateful.snapshotState(checkpointId);
            pass(script, FailurePoint.SNAPSHOT);
            return state;
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }

        void closeAfter(RuntimeException reason) {
            try {
                writer.close();
            } catch (Exception e) {
                reason.addSuppressed(e);
            }
        }
    }

    private record BreakingCommitter<C>(Committer<C> committer, String script)
            implements Committer<C> {

        @Override
        public void commit(Collection<CommitRequest<C>> requests)
                throws IOException, InterruptedException {
            pass(script, FailurePoint.BEFORE_COMMIT);
            committer.commit(requests);
            pass(script, FailurePoint.AFTER_COMMIT);
        }

        @Override
        public void close() throws Exception {
            committer.close();
        }
    }
}
