package io.sightline.model.onnx;

import io.sightline.model.ModelException;
import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a model the questions of several streams at a time, on one thread, for a processor that
 * answers many as fast as one: a GPU. A question waits {@value #PATIENCE_MICROS} µs at most for
 * others to come. Who asks waits for the answer, so there are never more than slots.
 */
final class GatheredSession implements ModelSession {

    private static final int MOST = 32;
    private static final long PATIENCE_MICROS = 2_000; // a fifth of what a look takes a CPU

    private final OnnxSession session;
    private final int most;
    private final BlockingQueue<Question> waiting = new LinkedBlockingQueue<>();

    private final AtomicLong runs = new AtomicLong();

    private static final class Question {
        private final float[][] inputs;
        private final CompletableFuture<float[]> answer = new CompletableFuture<>();

        Question(float[][] inputs) {
            this.inputs = inputs;
        }
    }

    private GatheredSession(OnnxSession session) throws ModelException {
        this.session = session;
        most = session.takesBatches() ? MOST : 1;
    }

    /** Starts the thread, which lives as long as the process, as sessions do. */
    static GatheredSession over(OnnxSession session, String name) throws ModelException {
        GatheredSession gathered = new GatheredSession(session);
        Thread worker = new Thread(gathered::work, "sightline-model-" + name);
        worker.setDaemon(true);
        worker.start();
        return gathered;
    }

    @Override
    public ModelProcessor processor() {
        return session.processor();
    }

    @Override
    public float[] run(float[]... inputs) throws ModelException {
        Question question = new Question(inputs);
        waiting.add(question);
        try {
            return OnnxSession.checked(question.answer.get());
        } catch (ExecutionException e) {
            throw new ModelException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException("it was not waited for", e);
        }
    }

    /** How many times the model was run. */
    long runs() {
        return runs.get();
    }

    private void work() {
        List<Question> together = new ArrayList<>();
        while (true) {
            try {
                gather(together);
            } catch (InterruptedException e) {
                return; // nobody does
            }
            runs.incrementAndGet();
            answer(together);
            together.clear();
        }
    }

    private void gather(List<Question> together) throws InterruptedException {
        together.add(waiting.take());
        long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(PATIENCE_MICROS);
        while (together.size() < most) {
            Question next = waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            together.add(next);
        }
    }

    private void answer(List<Question> together) {
        try {
            List<float[]> answers =
                    session.runAll(together.stream().map(question -> question.inputs).toList());
            for (int i = 0; i < answers.size(); i++) {
                together.get(i).answer.complete(answers.get(i));
            }
        } catch (ModelException | RuntimeException | Error failure) {
            together.forEach(question -> question.answer.completeExceptionally(failure));
        }
    }
}
