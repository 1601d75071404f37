package io.sightline.source.ingest.fetch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests that are alike but for their place.
 *
 * @param client borrowed
 * @param access what they may reach and carry
 * @param span null for all of the resource
 * @param encoding the encoding asked for, where all of it is wanted
 */
record HttpRequests(HttpClient client, Access access, @Nullable ByteSpan span, String encoding) {

    <T> CompletableFuture<HttpResponse<T>> send(URI place, HttpResponse.BodyHandler<T> body)
            throws FetchException {
        try {
            return client.sendAsync(request(place), body);
        } catch (IllegalArgumentException failure) {
            throw new FetchException(
                    FetchException.Reason.FORBIDDEN,
                    "not a URL to fetch: " + FetchException.shown(place),
                    failure);
        }
    }

    private HttpRequest request(URI place) {
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
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        access.headersFor(place).forEach(request::setHeader);
        return request.build();
    }
}
