package io.sightline.sink;

import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a sink's task. */
final class TaskThread implements RowLane.LaneThread {

    private static final Logger LOG = LoggerFactory.getLogger(TaskThread.class);

    private final MailboxExecutor mailbox;
    private final ProcessingTimeService timers;

    TaskThread(WriterInitContext context) {
        this.mailbox = context.getMailboxExecutor();
        this.timers = context.getProcessingTimeService();
    }

    @Override
    public void execute(Runnable action) {
        try {
            mailbox.execute(action::run, "answer of a lane");
        } catch (RejectedExecutionException e) {
            LOG.debug("An answer came after the task's end: the row is in its last checkpoint", e);
        }
    }

    @Override
    public void after(long millis, Runnable action) {
        var unused =
                timers.registerTimer(
                        timers.getCurrentProcessingTime() + millis, time -> action.run());
    }
}
