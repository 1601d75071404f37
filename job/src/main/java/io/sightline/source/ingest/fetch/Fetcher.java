package io.sightline.source.ingest.fetch;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches manifests and segments over HTTP or from the file system, bounded in time, bytes and
 * redirects. One for each reader, shared by its reading threads. Ownership: the reader closes it.
 */
public final class Fetcher implements AutoCloseable {

    private static final int MAX_REDIRECTS = 5;

    /** What they do never blocks: they hand on what has arrived. */
    private static final int CLIENT_THREADS = 2;

    private final ExecutorService executor; // owned, stopped in close()
    private final HttpClient client;

    public Fetcher(Duration connectTimeout) {
        AtomicInteger number = new AtomicInteger();
        this.executor =
                Executors.newFixedThreadPool(
                        CLIENT_THREADS,
                        task -> {
                            Thread thread = new Thread(task, "fetch " + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
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
     * @param maxBytes after decompression
     * @param stall longest time without a byte
     * @param whole for all of it, redirects included
     */
    public record Limits(long maxBytes, Duration stall, Duration whole) {}

    /**
     * What is wanted.
     *
     * @param span null for all
     */
    public record Wanted(URI place, @Nullable ByteSpan span) {}

    /**
     * Fetches all of a resource, or a part of it. Blocks the reading thread, which may be
     * interrupted.
     *
     * @param onBytes told of every piece that arrives, on any thread
     */
    public Fetched fetch(Wanted wanted, Access access, Limits limits, Runnable onBytes)
            throws FetchException, InterruptedException {
        access.require(access.home(), wanted.place());
        if (wanted.span() != null && wanted.span().length() > limits.maxBytes()) {
            throw FetchException.tooLong(limits.maxBytes());
        }
        return "file".equals(wanted.place().getScheme())
                ? readFile(wanted, limits)
                : new Exchange(wanted.span(), access, limits, onBytes).whole(wanted.place());
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
        return new Exchange(null, access, limits, () -> {}).stream(place);
    }

    private static Fetched readFile(Wanted wanted, Limits limits) throws FetchException {
        ByteSpan span = wanted.span();
        try {
            Path path = Path.of(wanted.place());
            if (Files.isDirectory(path)) {
                throw new FetchException(FetchException.Reason.NOT_FOUND, path + " is a directory");
            }
            try (InputStream in = Files.newInputStream(path)) {
                in.skipNBytes(span == null ? 0 : span.offset());
                return new Fetched(
                        readBounded(in, span == null ? limits.maxBytes() : span.length(), limits),
                        wanted.place(),
                        TimeBase.NO_TIME);
            }
        } catch (NoSuchFileException failure) {
            throw new FetchException(
                    FetchException.Reason.NOT_FOUND, "no such file: " + failure.getFile());
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException failure) {
            throw new FetchException(
                    FetchException.Reason.SERVER_ERROR, "cannot read: " + failure, failure);
        }
    }

    /** Up to {@code wanted} bytes; more than the limit are refused. */
    private static byte[] readBounded(InputStream in, long wanted, Limits limits)
            throws IOException, FetchException {
        long most = Math.min(wanted, limits.maxBytes());
        byte[] body = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
        if (wanted == limits.maxBytes() && in.read() >= 0) {
            throw FetchException.tooLong(limits.maxBytes());
        }
        return body;
    }

    /** One request and the redirects that follow it. */
    private final class Exchange {
        private final @Nullable ByteSpan span;
        private final Access access;
        private final Limits limits;
        private final Runnable onBytes;
        private final long endNanos;
        private final AtomicLong lastByteNanos = new AtomicLong();

        Exchange(@Nullable ByteSpan span, Access access, Limits limits, Runnable onBytes) {
            this.span = span;
            this.access = access;
            this.limits = limits;
            this.onBytes = onBytes;
            this.endNanos = System.nanoTime() + limits.whole().toNanos();
        }

        Fetched whole(URI first) throws FetchException, InterruptedException {
            Answer<byte[]> answer = follow(first, "gzip", this::bodyOf);
            return checked(answer.response(), answer.place());
        }

        HttpStream stream(URI first) throws FetchException, InterruptedException {
            Answer<StreamedBody> answer = follow(first, "identity", head -> new StreamedBody());
            int status = answer.response().statusCode();
            if (status != 200) {
                answer.response().body().close();
                throw failure(status, answer.place());
            }
            return new HttpStream(
                    answer.place(), answer.response().headers(), answer.response().body());
        }

        private <T> Answer<T> follow(
                URI first, String encoding, HttpResponse.BodyHandler<T> bodyHandler)
                throws FetchException, InterruptedException {
            URI place = first;
            for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
                HttpResponse<T> response = exchange(place, encoding, bodyHandler);
                Optional<URI> next = redirection(response, place);
                if (next.isEmpty()) {
                    return new Answer<>(response, place);
                }
                if (response.body() instanceof StreamedBody unwanted) {
                    unwanted.close();
                }
                boolean isDowngrade =
                        "https".equalsIgnoreCase(place.getScheme())
                                && "http".equalsIgnoreCase(next.get().getScheme());
                if (isDowngrade) {
                    throw new FetchException(
                            FetchException.Reason.FORBIDDEN, "a redirect leads from https to http");
                }
                access.require(place, next.get());
                place = next.get();
            }
            throw new FetchException(
                    FetchException.Reason.SERVER_ERROR,
                    "more than " + MAX_REDIRECTS + " redirects from " + shown(first));
        }

        private <T> HttpResponse<T> exchange(
                URI place, String encoding, HttpResponse.BodyHandler<T> bodyHandler)
                throws FetchException, InterruptedException {
            HttpRequest request;
            try {
                request = request(place, encoding);
            } catch (IllegalArgumentException failure) {
                throw new FetchException(
                        FetchException.Reason.FORBIDDEN,
                        "not a URL to fetch: " + shown(place),
                        failure);
            }
            lastByteNanos.set(System.nanoTime());
            CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, bodyHandler);
            try {
                return await(answer, place);
            } catch (ExecutionException failure) {
                throw translated(failure.getCause(), shown(place));
            } finally {
                answer.cancel(/* mayInterruptIfRunning= */ true);
            }
        }

        private BodySubscriber<byte[]> bodyOf(HttpResponse.ResponseInfo head) {
            if (head.statusCode() / 100 != 2) {
                return new NoBody();
            }
            return new BoundedBody(limits.maxBytes(), declaredBytes(head), this::noteBytes);
        }

        private HttpRequest request(URI place, String encoding) {
            HttpRequest.Builder request = HttpRequest.newBuilder(place).GET();
            if (span == null) {
                request.header("Accept-Encoding", encoding);
            } else {
                long last = span.offset() + span.length() - 1;
                request.header("Range", "bytes=" + span.offset() + "-" + last);
            }
            if (place.getUserInfo() != null) {
                byte[] credentials = place.getUserInfo().getBytes(StandardCharsets.UTF_8);
                request.header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials));
            }
            access.headersFor(place).forEach(request::setHeader);
            return request.build();
        }

        private void noteBytes() {
            lastByteNanos.set(System.nanoTime());
            onBytes.run();
        }

        private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer, URI place)
                throws FetchException, InterruptedException, ExecutionException {
            while (true) {
                long stallEnd = lastByteNanos.get() + limits.stall().toNanos();
                boolean isLastChance = endNanos - stallEnd < 0;
                long wait = (isLastChance ? endNanos : stallEnd) - System.nanoTime();
                try {
                    return answer.get(Math.max(0, wait), TimeUnit.NANOSECONDS);
                } catch (TimeoutException late) {
                    if (isLastChance) {
                        throw timeout("no complete answer within ", limits.whole(), place);
                    } else if (lastByteNanos.get() + limits.stall().toNanos() == stallEnd) {
                        throw timeout("not a byte for ", limits.stall(), place);
                    }
                }
            }
        }

        private Fetched checked(HttpResponse<byte[]> response, URI place) throws FetchException {
            int status = response.statusCode();
            if (status != 200 && status != 206) {
                throw failure(status, place);
            }
            byte[] body = response.body();
            if ("gzip".equals(response.headers().firstValue("Content-Encoding").orElse(""))) {
                body = unzipped(body, place);
            }
            if (span != null && status == 200) { // the server ignored the range
                int from = (int) Math.min(span.offset(), body.length);
                int to = (int) Math.min(span.offset() + span.length(), body.length);
                body = Arrays.copyOfRange(body, from, to);
            }
            return new Fetched(body, place, dateMillis(response));
        }

        private byte[] unzipped(byte[] body, URI place) throws FetchException {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return readBounded(in, limits.maxBytes(), limits);
            } catch (IOException failure) {
                throw new FetchException(
                        FetchException.Reason.UNUSABLE,
                        "broken compression of " + shown(place),
                        failure);
            }
        }
    }

    private static long dateMillis(HttpResponse<?> response) {
        try {
            return response.headers()
                    .firstValue("Date")
                    .map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
                    .map(date -> Instant.from(date).toEpochMilli())
                    .orElse(TimeBase.NO_TIME);
        } catch (DateTimeException invalid) {
            return TimeBase.NO_TIME;
        }
    }

    private static long declaredBytes(HttpResponse.ResponseInfo head) {
        try {
            return head.headers().firstValueAsLong("Content-Length").orElse(0);
        } catch (NumberFormatException beyond) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * @param place where it came from in the end
     */
    private record Answer<T>(HttpResponse<T> response, URI place) {}

    private static FetchException failure(int status, URI place) {
        boolean isGone = status == 404 || status == 410;
        return new FetchException(
                isGone ? FetchException.Reason.NOT_FOUND : FetchException.Reason.SERVER_ERROR,
                "HTTP " + status + " for " + shown(place));
    }

    private static Optional<URI> redirection(HttpResponse<?> response, URI place)
            throws FetchException {
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
                    "a redirect from " + shown(place) + " leads to no valid place",
                    failure);
        }
    }

    private static FetchException timeout(String what, Duration time, URI place) {
        return new FetchException(
                FetchException.Reason.TIMEOUT,
                what + time.toMillis() / 1e3 + " s from " + shown(place));
    }

    private static String shown(URI place) {
        return Redaction.of(place.toString());
    }

    private static FetchException translated(@Nullable Throwable cause, String shown) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof FetchException known) {
                return new FetchException(known.reason(), shown + ": " + known.getMessage(), known);
            }
        }
        String distrust = Certificates.problemIn(cause);
        if (!distrust.isEmpty()) {
            return new FetchException(
                    FetchException.Reason.UNUSABLE, shown + ": " + distrust, cause);
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
