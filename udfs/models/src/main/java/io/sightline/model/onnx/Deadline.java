package io.sightline.model.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Options of one run that end it when it takes too long: between two operators of the model, which
 * is as soon as ONNX Runtime can. Owned; to be closed when the run is over.
 */
final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor WATCHDOG = watchdog();

    private final OrtSession.RunOptions options; // owned
    private final Future<?> alarm;
    private boolean closed;

    private Deadline(Duration after) throws OrtException {
        options = new OrtSession.RunOptions();
        alarm = WATCHDOG.schedule(this::end, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    static Deadline after(Duration limit) throws OrtException {
        return new Deadline(limit);
    }

    private static ScheduledThreadPoolExecutor watchdog() {
        ScheduledThreadPoolExecutor one =
                new ScheduledThreadPoolExecutor(
                        1,
                        work -> {
                            Thread thread = new Thread(work, "sightline-model-watchdog");
                            thread.setDaemon(true);
                            return thread;
                        });
        one.setRemoveOnCancelPolicy(true);
        return one;
    }

    OrtSession.RunOptions options() {
        return options;
    }

    private synchronized void end() {
        if (!closed) {
            try {
                options.setTerminate(true);
            } catch (OrtException e) {
                throw new IllegalStateException("A run cannot be ended", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel(/* mayInterruptIfRunning= */ false);
        options.close();
    }
}
