package io.sightline.source.ingest.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches manifests and segments over HTTP or from the file system, bounded in time, bytes and
 * redirects. One for each reader, shared by its reading threads; what is under way holds none of
 * them. Ownership: the reader closes it.
 */
public final class Fetcher implements AutoCloseable {

    /** What they do never blocks: they hand on what has arrived. */
    private static final int CLIENT_THREADS = 2;

    private final ExecutorService executor; // owned, stopped in close()
    private final ScheduledThreadPoolExecutor timer; // owned, stopped in close()
    private final HttpClient client;

    public Fetcher(Duration connectTimeout) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory =
                task -> {
                    Thread thread = new Thread(task, "fetch " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                };
        this.executor = Executors.newFixedThreadPool(CLIENT_THREADS, factory);
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, factory, new ThreadPoolExecutor.DiscardPolicy()); // once it is closed
        timer.setRemoveOnCancelPolicy(true);
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(connectTimeout)
                        .followRedirects(HttpClient.Redirect.NEVER) // each is looked at here
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(executor)
                        .build();
    }

    /**
     * What came.
     *
     * @param place where it came from in the end, against which relative places are resolved
     * @param dateMillis when it was sent, as the server says, or {@code NO_TIME}
     */
    @SuppressWarnings("ArrayRecordComponent") // read once by the reading thread, never compared
    public record Fetched(byte[] body, URI place, long dateMillis) {}

    /**
     * How far a fetch may go.
     *
     * @param maxBytes largest body, also after decompression
     * @param stall longest time without a byte
     * @param whole for all of it, redirects included
     */
    public record Limits(long maxBytes, Duration stall, Duration whole) {

        /** Up to {@code wanted} bytes; more than the limit are refused. */
        byte[] readBounded(InputStream in, long wanted) throws IOException, FetchException {
            long most = Math.min(wanted, maxBytes);
            byte[] body = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
            if (wanted == maxBytes && in.read() >= 0) {
                throw FetchException.tooLong(maxBytes);
            }
            return body;
        }
    }

    /**
     * What is wanted.
     *
     * @param span null for all
     */
    public record Wanted(URI place, @Nullable ByteSpan span) {}

    /**
     * Asks for all of a resource, or a part of it.
     *
     * @param onBytes told of every piece that arrives, on any thread
     */
    public Fetch ask(Wanted wanted, Access access, Limits limits, Runnable onBytes)
            throws FetchException {
        access.require(access.home(), wanted.place());
        if (wanted.span() != null && wanted.span().length() > limits.maxBytes()) {
            throw FetchException.tooLong(limits.maxBytes());
        }
        if ("file".equals(wanted.place().getScheme())) {
            return new LocalFetch(wanted, limits);
        }
        HttpRequests requests = new HttpRequests(client, access, wanted.span(), "gzip");
        return new HttpFetch(requests, timer, wanted, limits, onBytes);
    }

    /**
     * Opens a resource to read it as it comes. Blocks the reading thread until the answer is there;
     * it may be interrupted.
     *
     * @param limits for the answer, without its body
     * @return owned
     */
    public HttpStream open(URI place, Access access, Limits limits)
            throws FetchException, InterruptedException {
        access.require(access.home(), place);
        HttpRequests requests = new HttpRequests(client, access, null, "identity");
        Exchange.Answer<StreamedBody> answer =
                new Exchange<>(requests, timer, limits, place, head -> new StreamedBody()).await();
        int status = answer.response().statusCode();
        if (status != 200) {
            answer.response().body().close();
            throw FetchException.ofStatus(status, answer.place());
        }
        return new HttpStream(
                answer.place(), answer.response().headers(), answer.response().body());
    }

    /** Completes after that time. Cancelling it is allowed. */
    public CompletableFuture<?> after(Duration pause) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        var unused =
                timer.schedule(
                        () -> passed.complete(null), pause.toMillis(), TimeUnit.MILLISECONDS);
        return passed;
    }

    @Override
    public void close() {
        executor.shutdownNow();
        timer.shutdownNow();
    }
}
