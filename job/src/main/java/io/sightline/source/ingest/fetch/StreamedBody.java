package io.sightline.source.ingest.fetch;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body read as it comes, a few pieces ahead of its reader. Filled by the HTTP client's
 * threads, read by one thread. Ownership: the reader closes it, which ends the connection.
 */
final class StreamedBody implements BodySubscriber<StreamedBody>, AutoCloseable {

    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    private final BlockingQueue<List<ByteBuffer>> pieces = new LinkedBlockingQueue<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean ended;
    private List<ByteBuffer> current = List.of();
    private int at; // of the buffer in current that is read

    @Override
    public CompletionStage<StreamedBody> getBody() {
        return CompletableFuture.completedFuture(this); // as soon as the head is there
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (!subscribed.complete(subscription)) {
            subscription.cancel(); // closed already
            return;
        }
        subscription.request(2);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(buffers);
    }

    @Override
    public void onError(Throwable given) {
        failure = given;
        end();
    }

    @Override
    public void onComplete() {
        end();
    }

    private void end() {
        ended = true;
        pieces.add(List.of()); // wakes the reader
    }

    /**
     * Reads what is there into {@code target}.
     *
     * @return how many bytes, 0 when none came within that time, -1 at the end
     */
    int read(ByteBuffer target, long waitMillis) throws IOException, InterruptedException {
        while (at < current.size() && !current.get(at).hasRemaining()) {
            at++;
        }
        if (at == current.size()) {
            if (ended && pieces.isEmpty()) {
                return atEnd();
            }
            List<ByteBuffer> next = pieces.poll(waitMillis, TimeUnit.MILLISECONDS);
            current = next == null ? List.of() : next;
            at = 0;
            if (!current.isEmpty()) {
                subscribed.join().request(1);
            }
            return current.isEmpty() ? 0 : read(target, waitMillis);
        }
        ByteBuffer from = current.get(at);
        int count = Math.min(from.remaining(), target.remaining());
        target.put(from.slice().limit(count));
        from.position(from.position() + count);
        return count;
    }

    private int atEnd() throws IOException {
        Throwable broken = failure;
        if (broken != null) {
            throw new IOException("the connection broke: " + broken.getMessage(), broken);
        }
        return -1;
    }

    @Override
    public void close() {
        if (!subscribed.cancel(/* mayInterruptIfRunning= */ false)
                && !subscribed.isCompletedExceptionally()) {
            subscribed.join().cancel();
        }
    }
}
