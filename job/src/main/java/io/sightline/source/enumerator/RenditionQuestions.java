package io.sightline.source.enumerator;

import io.sightline.detector.model.StreamId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks streams for their renditions, on threads of its own: the enumerator has one worker, and
 * servers that do not answer must not keep it from looking at the registry. A stream is asked once
 * at a time, so that what waits is bounded by the number of streams.
 *
 * <p>Thread: the coordinator's, which the answers come to as well.
 */
final class RenditionQuestions implements AutoCloseable {

    /** Dead servers take some 10 s each; this many of them delay nobody else. */
    private static final int MOST_AT_ONCE = 16;

    private static final long IDLE_SECONDS = 10;

    private final SplitEnumeratorContext<?> context;
    private final RenditionResolver resolver;
    private final ExecutorService threads; // owned, ended in close()
    private final Set<Question> underWay = new HashSet<>();

    /** Two entries that are read alike ask the same. */
    private record Question(StreamId id, StreamInput input) {}

    /** Hears an answer: one of the two is null. */
    @FunctionalInterface
    interface Listener {
        void answered(@Nullable List<String> names, @Nullable Throwable failure);
    }

    /** Ownership: takes {@code threads}. */
    RenditionQuestions(
            SplitEnumeratorContext<?> context,
            RenditionResolver resolver,
            ExecutorService threads) {
        this.context = context;
        this.resolver = resolver;
        this.threads = threads;
    }

    /** Threads that end when nothing is asked; owned. */
    static ExecutorService openThreads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        MOST_AT_ONCE,
                        MOST_AT_ONCE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> {
                            Thread thread = new Thread(work, "sightline-renditions");
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Asks, unless that is under way already. */
    void ask(StreamEntry entry, Listener listener) {
        Question question = new Question(entry.id(), entry.input());
        if (underWay.add(question)) {
            threads.execute(() -> answer(question, listener));
        }
    }

    private void answer(Question question, Listener listener) {
        List<String> names = null;
        Throwable failure = null;
        try {
            names = resolver.renditionsOf(question.input());
        } catch (Throwable e) { // told like an answer; the thread is of use to others
            failure = e;
        }
        List<String> found = names;
        Throwable reason = failure;
        try {
            context.runInCoordinatorThread(
                    () -> {
                        underWay.remove(question);
                        listener.answered(found, reason);
                    });
        } catch (RejectedExecutionException e) {
            // The coordinator has ended: nobody wants to know any more.
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
