package io.sightline.source.ingest.fetch;

import io.sightline.detector.model.TimeBase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** All of a resource, or a part of it, over HTTP. */
final class HttpFetch implements Fetch {

    private final Fetcher.Limits limits;
    private final @Nullable ByteSpan span;
    private final Runnable onBytes;
    private final Exchange<byte[]> exchange;

    HttpFetch(
            HttpRequests requests,
            ScheduledExecutorService timer,
            Fetcher.Wanted wanted,
            Fetcher.Limits limits,
            Runnable onBytes) {
        this.limits = limits;
        this.span = wanted.span();
        this.onBytes = onBytes;
        this.exchange = new Exchange<>(requests, timer, limits, wanted.place(), this::bodyOf);
    }

    @Override
    public Fetcher.@Nullable Fetched poll() throws FetchException {
        Exchange.Answer<byte[]> answer = exchange.poll();
        return answer == null ? null : checked(answer.response(), answer.place());
    }

    @Override
    public CompletableFuture<?> arrival() {
        return exchange.arrival();
    }

    private BodySubscriber<byte[]> bodyOf(HttpResponse.ResponseInfo head) {
        if (head.statusCode() / 100 != 2) {
            return new NoBody();
        }
        return new BoundedBody(limits.maxBytes(), declaredBytes(head), this::noteBytes);
    }

    private void noteBytes() {
        exchange.noteBytes();
        onBytes.run();
    }

    private static long declaredBytes(HttpResponse.ResponseInfo head) {
        try {
            return head.headers().firstValueAsLong("Content-Length").orElse(0);
        } catch (NumberFormatException beyond) {
            return Long.MAX_VALUE;
        }
    }

    private Fetcher.Fetched checked(HttpResponse<byte[]> response, URI place)
            throws FetchException {
        int status = response.statusCode();
        if (status != 200 && status != 206) {
            throw FetchException.ofStatus(status, place);
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
        return new Fetcher.Fetched(body, place, dateMillis(response));
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

    private byte[] unzipped(byte[] body, URI place) throws FetchException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return limits.readBounded(in, limits.maxBytes());
        } catch (IOException failure) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE,
                    "broken compression of " + FetchException.shown(place),
                    failure);
        }
    }
}
