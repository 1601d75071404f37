package io.sightline.notify.delivery;

import io.sightline.metrics.SightlineMetrics;
import io.sightline.notify.source.Valve;
import io.sightline.sink.Destination;
import io.sightline.sink.LaneRow;
import io.sightline.sink.NotificationLane;
import io.sightline.sink.PagerLane;
import io.sightline.table.Notification;
import io.sightline.table.Notification.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.DequeRequestBuffer;
import org.apache.flink.connector.base.sink.writer.ElementConverter;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.SimpleBatchCreator;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's writer for asynchronous sinks, with one change: what is under way is part of the state.
 *
 * <p>As it comes, that writer holds a checkpoint until every request is answered, and while a
 * target fails its retries keep the task busy so that no checkpoint begins at all. Checkpoints are
 * of the whole job: one target that is down would keep the positions of all others from being
 * saved. Here a checkpoint waits for nobody. After a restart what was under way is sent again,
 * under the same key.
 *
 * <p>Nor does a target that is down hold letters in memory: {@link Valve} stops the pipeline's
 * source when enough are pending, and the backlog stays in the topic or file.
 *
 * <p>Thread: the task's.
 */
final class DeliveryWriter extends AsyncSinkWriter<Letter, Parcel> {

    /** Above what a valve lets through, so that this limit is reached only without one. */
    static final int MOST_PENDING = 4_096;

    /** The source pauses above the first and goes on below the second. */
    static final int MANY_PENDING = 256;

    static final int FEW_PENDING = 128;

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWriter.class);

    private final MailboxExecutor mailbox;
    private final Parts parts;
    private final NotificationLane rows; // owned, closed in close()
    private final Deliveries deliveries;
    private final Counter delivered;
    private final Counter dead;
    private final ProcessingTimeService timers;

    /**
     * What a writer is made of.
     *
     * @param target owned by the writer
     */
    record Parts(String name, Target target, Pace pace, Valve valve, Destination destination) {}

    DeliveryWriter(
            ElementConverter<Letter, Parcel> converter,
            WriterInitContext context,
            AsyncSinkWriterConfiguration configuration,
            Collection<BufferedRequestState<Parcel>> state,
            Parts parts) {
        super(
                converter,
                context,
                configuration,
                state, // comes back through submitRequestEntries
                new SimpleBatchCreator<>(configuration.getMaxBatchSizeInBytes()),
                new DequeRequestBuffer<>());
        this.mailbox = context.getMailboxExecutor();
        this.timers = context.getProcessingTimeService();
        this.parts = parts;
        this.rows = PagerLane.openNotifications(parts.destination(), context);
        this.deliveries =
                new Deliveries(
                        parts.target(), parts.pace(), new Mailbox(), new Endings(), new Random());
        MetricGroup group =
                SightlineMetrics.of(context.metricGroup()).addGroup("target", parts.name());
        delivered = group.counter("notifications_delivered");
        dead = group.counter("notifications_dead");
        group.gauge("notifications_pending", deliveries::size);
        group.gauge("failed_attempts_in_a_row", deliveries::failuresInARow);
    }

    @Override
    public void write(Letter letter, Context context) throws IOException, InterruptedException {
        while (deliveries.size() >= MOST_PENDING) {
            mailbox.yield();
        }
        super.write(letter, context);
    }

    @Override
    protected void submitRequestEntries(List<Parcel> entries, ResultHandler<Parcel> resultHandler) {
        Parcel parcel = entries.get(0);
        if (parcel instanceof Parcel.Ended ended) {
            rows.add(ended.row());
            resultHandler.complete();
        } else {
            deliveries.take(((Parcel.Addressed) parcel).letter(), () -> completeIn(resultHandler));
            adjustValve();
        }
    }

    /** Of the superclass, which counts; it does so through the mailbox. */
    private void completeIn(ResultHandler<Parcel> resultHandler) {
        try {
            resultHandler.complete();
        } catch (RejectedExecutionException e) {
            // An answer that waited in the mailbox when the task ended is still heard.
            LOG.debug("An answer came at the task's end; the next run asks again", e);
        }
    }

    private void adjustValve() {
        int pending = deliveries.size();
        parts.valve().setPending(pending);
        if (pending >= MANY_PENDING) {
            parts.valve().close();
        } else if (pending <= FEW_PENDING) {
            parts.valve().open();
        }
    }

    /** Waits for nobody but at the end of input, and then for as long as letters may take. */
    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        if (endOfInput) {
            super.flush(true);
        }
    }

    @Override
    public List<BufferedRequestState<Parcel>> snapshotState(long checkpointId) {
        List<RequestEntryWrapper<Parcel>> kept = new ArrayList<>();
        for (LaneRow row : rows.unwritten()) {
            kept.add(wrap(new Parcel.Ended(row)));
        }
        for (Letter letter : deliveries.pending()) {
            kept.add(wrap(new Parcel.Addressed(letter)));
        }
        // Restored entries that the first timer has not yet handed on.
        super.snapshotState(checkpointId)
                .forEach(state -> kept.addAll(state.getBufferedRequestEntries()));
        return List.of(new BufferedRequestState<>(kept));
    }

    private RequestEntryWrapper<Parcel> wrap(Parcel parcel) {
        return new RequestEntryWrapper<>(parcel, getSizeInBytes(parcel));
    }

    /** An estimate for Flink's counter of bytes. Called by the constructor of the superclass. */
    @Override
    protected long getSizeInBytes(Parcel parcel) {
        return parcel instanceof Parcel.Ended ended ? ended.row().json().length() : 1_000;
    }

    @Override
    public void close() {
        parts.valve().discard();
        try {
            parts.target().close();
        } finally {
            rows.close();
            super.close();
        }
    }

    private final class Endings implements Deliveries.Ending {

        @Override
        public void onEnd(Letter letter, Status status, String reason) {
            if (letter.kind() == Letter.Kind.NEWS) {
                (status == Status.DELIVERED ? delivered : dead).inc();
                String group = letter.page().isGroup() ? letter.incidentId() : null;
                rows.add(
                        Notification.of(
                                parts.name(),
                                letter.page().alert(),
                                group,
                                status,
                                reason,
                                letter.attempts(),
                                letter.decidedAtMillis(),
                                timers.getCurrentProcessingTime()));
            }
            if (status == Status.DEAD && letter.kind() == Letter.Kind.NEWS) {
                LOG.warn(
                        "target={} alert={} could not be told and is in the notifications: {}",
                        parts.name(),
                        letter.page().alert().alertId(),
                        reason);
            }
            adjustValve();
        }

        @Override
        public void onTrouble(String reason) {
            LOG.warn("target={} takes no letters; it is tried again: {}", parts.name(), reason);
        }

        @Override
        public void onRecovery() {
            LOG.info("target={} takes letters again", parts.name());
        }
    }

    private final class Mailbox implements Deliveries.Task {

        @Override
        public long nowMillis() {
            return timers.getCurrentProcessingTime();
        }

        @Override
        public void execute(Runnable action) {
            try {
                mailbox.execute(action::run, "answer of target %s", parts.name());
            } catch (RejectedExecutionException e) {
                LOG.debug("An answer came after the task's end; it will be asked again", e);
            }
        }

        @Override
        public void at(long millis, Runnable action) {
            var unused = timers.registerTimer(millis, time -> action.run());
        }
    }
}
