package io.sightline.source.ingest.fetch;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Collects a response body up to a limit, and tells of every piece. What declares itself longer is
 * not read at all. HTTP client's threads.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

    /** Pieces may be of a byte each: what is kept does not depend on how it is cut. */
    private static final int BLOCK_BYTES = 1 << 16;

    private final long maxBytes;
    private final long declaredBytes;
    private final Runnable onBytes;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final List<ByteBuffer> blocks = new ArrayList<>(); // the last one is being filled
    private long collectedBytes;
    private Flow.Subscription subscription;

    /**
     * @param declaredBytes by the head of the response; 0 when it does not say
     */
    BoundedBody(long maxBytes, long declaredBytes, Runnable onBytes) {
        this.maxBytes = maxBytes;
        this.declaredBytes = declaredBytes;
        this.onBytes = onBytes;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (declaredBytes > maxBytes) {
            refuse();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        onBytes.run();
        for (ByteBuffer buffer : buffers) {
            collectedBytes += buffer.remaining();
            if (collectedBytes > maxBytes) {
                refuse();
                return;
            }
            collect(buffer);
        }
    }

    private void collect(ByteBuffer from) {
        while (from.hasRemaining()) {
            ByteBuffer last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
            if (last == null || !last.hasRemaining()) {
                last = ByteBuffer.allocate(BLOCK_BYTES);
                blocks.add(last);
            }
            int count = Math.min(from.remaining(), last.remaining());
            last.put(from.slice().limit(count));
            from.position(from.position() + count);
        }
    }

    private void refuse() {
        blocks.clear();
        subscription.cancel();
        whole.completeExceptionally(FetchException.tooLong(maxBytes));
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        ByteBuffer body = ByteBuffer.allocate((int) Math.min(collectedBytes, maxBytes));
        if (!whole.isDone()) {
            blocks.forEach(block -> body.put(block.flip()));
        }
        blocks.clear();
        whole.complete(body.array());
    }
}
