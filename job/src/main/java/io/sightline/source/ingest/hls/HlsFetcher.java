package io.sightline.source.ingest.hls;

import io.sightline.media.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches playlists and segments over HTTP or from the file system, bounded in time, bytes and
 * redirects. One for each reader, shared by its reading threads. Ownership: the reader closes it.
 */
public final class HlsFetcher implements AutoCloseable {

    private final ExecutorService executor; // owned, stopped in close()
    private final HttpClient client;

    public HlsFetcher(Duration connectTimeout) {
        AtomicInteger number = new AtomicInteger();
        this.executor =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread =
                                    new Thread(task, "hls fetch " + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        // NORMAL follows at most five redirects, and none from https to http.
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(connectTimeout)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(executor)
                        .build();
    }

    /**
     * What came.
     *
     * @param place where it came from in the end, against which relative places are resolved
     */
    @SuppressWarnings("ArrayRecordComponent") // read once by the reading thread, never compared
    public record Fetched(byte[] body, URI place) {}

    /** How far a fetch may go. */
    public record Limits(long maxBytes, Duration deadline) {}

    /**
     * Fetches all of a resource, or a part of it. Blocks the reading thread, which may be
     * interrupted.
     *
     * @param span null for all
     * @param onBytes told of every piece that arrives, on any thread
     */
    public Fetched fetch(URI place, @Nullable ByteSpan span, Limits limits, Runnable onBytes)
            throws FetchException, InterruptedException {
        return "file".equals(place.getScheme())
                ? readFile(place, span, limits)
                : request(place, span, limits, onBytes);
    }

    private static Fetched readFile(URI place, @Nullable ByteSpan span, Limits limits)
            throws FetchException {
        try {
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                throw new FetchException(FetchException.Reason.NOT_FOUND, path + " is a directory");
            }
            try (InputStream in = Files.newInputStream(path)) {
                long wanted = span == null ? limits.maxBytes() + 1 : span.length();
                in.skipNBytes(span == null ? 0 : span.offset());
                byte[] body = in.readNBytes((int) Math.min(wanted, Integer.MAX_VALUE - 8));
                if (body.length > limits.maxBytes()) {
                    throw new FetchException(
                            FetchException.Reason.TOO_LONG,
                            path + " is longer than " + limits.maxBytes() + " bytes");
                }
                return new Fetched(body, place);
            }
        } catch (NoSuchFileException failure) {
            throw new FetchException(
                    FetchException.Reason.NOT_FOUND, "no such file: " + failure.getFile());
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException failure) {
            throw new FetchException(
                    FetchException.Reason.SERVER_ERROR, "cannot read: " + failure, failure);
        }
    }

    private Fetched request(URI place, @Nullable ByteSpan span, Limits limits, Runnable onBytes)
            throws FetchException, InterruptedException {
        String shown = Redaction.of(place.toString());
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(place).GET();
            if (span != null) {
                long last = span.offset() + span.length() - 1;
                request.header("Range", "bytes=" + span.offset() + "-" + last);
            }
            if (place.getUserInfo() != null) {
                byte[] credentials = place.getUserInfo().getBytes(StandardCharsets.UTF_8);
                request.header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials));
            }
            answer =
                    client.sendAsync(
                            request.build(),
                            response ->
                                    new BoundedBody(
                                            limits.maxBytes(),
                                            response.statusCode() / 100 == 2 ? onBytes : () -> {}));
        } catch (IllegalArgumentException failure) {
            throw new FetchException(
                    FetchException.Reason.FORBIDDEN, "not a URL to fetch: " + shown, failure);
        }
        try {
            HttpResponse<byte[]> response =
                    answer.get(limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
            return checked(response, span, shown);
        } catch (TimeoutException late) {
            throw new FetchException(
                    FetchException.Reason.TIMEOUT,
                    "no complete answer within "
                            + limits.deadline().toMillis() / 1e3
                            + " s from "
                            + shown);
        } catch (ExecutionException failure) {
            throw translated(failure.getCause(), shown);
        } finally {
            answer.cancel(/* mayInterruptIfRunning= */ true);
        }
    }

    private static Fetched checked(
            HttpResponse<byte[]> response, @Nullable ByteSpan span, String shown)
            throws FetchException {
        int status = response.statusCode();
        if (status == 404 || status == 410) {
            throw new FetchException(
                    FetchException.Reason.NOT_FOUND, "HTTP " + status + " for " + shown);
        } else if (status != 200 && status != 206) {
            throw new FetchException(
                    FetchException.Reason.SERVER_ERROR, "HTTP " + status + " for " + shown);
        }
        byte[] body = response.body();
        if (span != null && status == 200) { // the server ignored the range
            int from = (int) Math.min(span.offset(), body.length);
            int to = (int) Math.min(span.offset() + span.length(), body.length);
            body = Arrays.copyOfRange(body, from, to);
        }
        return new Fetched(body, response.uri());
    }

    private static FetchException translated(@Nullable Throwable cause, String shown) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof FetchException known) {
                return new FetchException(known.reason(), shown + ": " + known.getMessage(), known);
            }
        }
        String what = cause == null ? "failed" : cause.getClass().getSimpleName();
        String detail =
                cause == null || cause.getMessage() == null ? "" : ", " + cause.getMessage();
        return new FetchException(
                FetchException.Reason.UNREACHABLE,
                "no connection to " + shown + " (" + what + detail + ")",
                cause);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
