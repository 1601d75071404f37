package io.sightline.source.ingest.fetch;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and the redirects that follow it, each of which is looked at before it is followed.
 * Thread: one at a time, but for {@link #noteBytes()} and the timer.
 */
final class Exchange<T> {

    private static final int MAX_REDIRECTS = 5;

    /**
     * @param place where it came from in the end
     */
    record Answer<T>(HttpResponse<T> response, URI place) {}

    private final HttpRequests requests;
    private final ScheduledExecutorService timer; // borrowed
    private final Fetcher.Limits limits;
    private final URI first;
    private final HttpResponse.BodyHandler<T> bodyHandler;
    private final long endNanos;

    private URI place;
    private int redirects;
    private @Nullable CompletableFuture<HttpResponse<T>> inFlight;
    private volatile long lastByteNanos;
    private volatile @Nullable FetchException late; // why the timer ended it

    Exchange(
            HttpRequests requests,
            ScheduledExecutorService timer,
            Fetcher.Limits limits,
            URI first,
            HttpResponse.BodyHandler<T> bodyHandler) {
        this.requests = requests;
        this.timer = timer;
        this.limits = limits;
        this.first = first;
        this.place = first;
        this.bodyHandler = bodyHandler;
        this.endNanos = System.nanoTime() + limits.whole().toNanos();
    }

    /** What came in the end, or null while something is on its way. */
    @Nullable Answer<T> poll() throws FetchException {
        if (inFlight == null) {
            inFlight = sent();
        }
        while (inFlight.isDone()) {
            HttpResponse<T> response = arrived(inFlight);
            Optional<URI> next = redirection(response);
            if (next.isEmpty()) {
                return new Answer<>(response, place);
            }
            if (response.body() instanceof StreamedBody unwanted) {
                unwanted.close();
            }
            follow(next.get());
            inFlight = sent();
        }
        return null;
    }

    /** Of what is on its way: after {@link #poll()} returned null. */
    CompletableFuture<?> arrival() {
        if (inFlight == null) {
            throw new IllegalStateException("Nothing was asked for yet");
        }
        return inFlight;
    }

    /** Waits for what comes in the end; the thread may be interrupted. */
    Answer<T> await() throws FetchException, InterruptedException {
        Answer<T> answer;
        while ((answer = poll()) == null) {
            Fetch.waitFor(arrival());
        }
        return answer;
    }

    /** Something arrived. Any thread. */
    void noteBytes() {
        lastByteNanos = System.nanoTime();
    }

    private CompletableFuture<HttpResponse<T>> sent() throws FetchException {
        noteBytes();
        CompletableFuture<HttpResponse<T>> answer = requests.send(place, bodyHandler);
        watch(answer, place);
        return answer;
    }

    /** Has the timer end it when nothing came for too long. */
    private void watch(CompletableFuture<HttpResponse<T>> answer, URI from) {
        long stallEnd = lastByteNanos + limits.stall().toNanos();
        boolean isLastChance = endNanos - stallEnd < 0;
        long wait = (isLastChance ? endNanos : stallEnd) - System.nanoTime();
        Future<?> look =
                timer.schedule(
                        () -> {
                            if (isLastChance) {
                                end(answer, "no complete answer within ", limits.whole(), from);
                            } else if (lastByteNanos + limits.stall().toNanos() == stallEnd) {
                                end(answer, "not a byte for ", limits.stall(), from);
                            } else {
                                watch(answer, from);
                            }
                        },
                        Math.max(0, wait),
                        TimeUnit.NANOSECONDS);
        var unused =
                answer.whenComplete(
                        (response, failure) -> look.cancel(/* mayInterruptIfRunning= */ false));
    }

    private void end(CompletableFuture<?> answer, String what, Duration time, URI from) {
        late =
                new FetchException(
                        FetchException.Reason.TIMEOUT,
                        what + time.toMillis() / 1e3 + " s from " + FetchException.shown(from));
        answer.cancel(/* mayInterruptIfRunning= */ true);
    }

    private HttpResponse<T> arrived(CompletableFuture<HttpResponse<T>> answer)
            throws FetchException {
        try {
            return answer.join();
        } catch (CompletionException | CancellationException failure) {
            FetchException timeout = late;
            if (timeout != null) {
                throw timeout;
            }
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw FetchException.ofFailure(cause, place);
        }
    }

    private Optional<URI> redirection(HttpResponse<?> response) throws FetchException {
        boolean isRedirect =
                switch (response.statusCode()) {
                    case 301, 302, 303, 307, 308 -> true;
                    default -> false;
                };
        if (!isRedirect) {
            return Optional.empty();
        }
        try {
            return Optional.of(place.resolve(response.headers().firstValue("Location").orElse("")));
        } catch (IllegalArgumentException failure) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE,
                    "a redirect from " + FetchException.shown(place) + " leads to no valid place",
                    failure);
        }
    }

    private void follow(URI next) throws FetchException {
        boolean isDowngrade =
                "https".equalsIgnoreCase(place.getScheme())
                        && "http".equalsIgnoreCase(next.getScheme());
        if (isDowngrade) {
            throw new FetchException(
                    FetchException.Reason.FORBIDDEN, "a redirect leads from https to http");
        }
        requests.access().require(place, next);
        if (redirects == MAX_REDIRECTS) {
            throw new FetchException(
                    FetchException.Reason.SERVER_ERROR,
                    "more than "
                            + MAX_REDIRECTS
                            + " redirects from "
                            + FetchException.shown(first));
        }
        redirects++;
        place = next;
    }
}
