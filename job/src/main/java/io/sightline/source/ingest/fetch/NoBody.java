package io.sightline.source.ingest.fetch;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Does not wait for a body that nobody wants, such as that of an error page without an end. */
final class NoBody implements BodySubscriber<byte[]> {

    @Override
    public CompletionStage<byte[]> getBody() {
        return CompletableFuture.completedFuture(new byte[0]);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        // Cancelled: what was under way is left.
    }

    @Override
    public void onError(Throwable failure) {
        // The status says all.
    }

    @Override
    public void onComplete() {
        // Complete from the beginning.
    }
}
