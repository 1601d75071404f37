package io.sightline.cli;

import io.sightline.config.NotifyFile;
import io.sightline.job.MonitorPlan;
import io.sightline.notify.NotifyPlan;
import io.sightline.notify.NotifyRun;
import io.sightline.sink.RowListener;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job that watches, and beside it the one that tells people. When the first ends, what is left
 * is told, within a limit; what is not told by then is kept for the next run.
 */
final class NotifiedJob implements RunningJob {

    /** The folder of the second job's state within that of the first. */
    static final String STATE = "notify";

    private static final Logger LOG = LoggerFactory.getLogger(NotifiedJob.class);

    /** After the end of the job that watches. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

    private final RunningJob watching; // owned, closed in close()
    private final NotifyRun telling; // owned, closed in close()
    private final AtomicLong alerts;
    private final PrintStream people;

    private NotifiedJob(
            RunningJob watching, NotifyRun telling, AtomicLong alerts, PrintStream people) {
        this.watching = watching;
        this.telling = telling;
        this.alerts = alerts;
        this.people = people;
    }

    /**
     * Starts both, the one that tells first.
     *
     * @param people hears what could not be told in time
     */
    static JobStarter starter(JobStarter watching, NotifyFile.Notify notify, PrintStream people) {
        return (plan, listener) -> start(watching, notify, people, plan, listener);
    }

    private static RunningJob start(
            JobStarter starter,
            NotifyFile.Notify notify,
            PrintStream people,
            MonitorPlan plan,
            RowListener listener)
            throws Exception {
        NotifyRun telling =
                NotifyRun.start(
                        new NotifyPlan(
                                notify.targets(),
                                notify.routes(),
                                plan.destination(),
                                System.currentTimeMillis(),
                                NotifyPlan.DEFAULT_INTERVAL,
                                NotifyPaging.of(notify, plan.destination())),
                        state(plan));
        AtomicLong alerts = new AtomicLong();
        try {
            RunningJob watching = starter.start(plan, new Counting(listener, alerts));
            return new NotifiedJob(watching, telling, alerts, people);
        } catch (Exception | Error e) {
            telling.close();
            throw e;
        }
    }

    private static Path state(MonitorPlan plan) {
        Path folder = plan.stateDirectory();
        if (folder == null) {
            throw new IllegalArgumentException("A run in this process has a folder of state");
        }
        return folder.resolve(STATE);
    }

    @Override
    public boolean await(Duration limit) throws Exception {
        boolean ended = watching.await(limit);
        if (ended) {
            endTelling();
        }
        return ended;
    }

    @Override
    public String stop() throws Exception {
        String savepoint = watching.stop();
        endTelling();
        return savepoint;
    }

    private void endTelling() {
        try {
            int left = telling.drain(alerts.get(), DRAIN_LIMIT);
            telling.stop();
            if (left > 0) {
                people.println(
                        left
                                + " notifications could not be delivered within "
                                + DRAIN_LIMIT.toSeconds()
                                + " s; the next run with this output goes on with them.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // Whatever became of the notifications, the record is complete.
            LOG.error("The notifications did not end cleanly; the next run goes on with them", e);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            watching.close();
        } finally {
            telling.close();
        }
    }

    /** Counts what the pager lane is given as well. */
    private record Counting(RowListener listener, AtomicLong alerts) implements RowListener {

        @Override
        public void onAlert(Alert alert) {
            alerts.incrementAndGet();
            listener.onAlert(alert);
        }

        @Override
        public void onMeasurement(Measurement measurement) {
            listener.onMeasurement(measurement);
        }

        @Override
        public void onStreamState(StreamStateRow state) {
            listener.onStreamState(state);
        }
    }
}
