package io.sightline.notify.delivery;

import io.sightline.notify.template.Format;
import io.sightline.notify.template.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a receiver over HTTP. The header {@code Idempotency-Key} is the alert's id, the same for
 * each attempt. Redirects are followed within one host only: what is sent may be secret, and so may
 * its headers.
 */
final class WebhookTarget implements Target {

    private static final int MOST_REDIRECTS = 3;

    private final URI uri;
    private final Format format;
    private final Map<String, String> headers = new TreeMap<>();
    private final @Nullable Signature signature;
    private final Duration timeout;
    private final LongSupplier clock;
    private final HttpClient client;

    /**
     * @param clock wall time, epoch milliseconds
     * @throws IOException when a secret, a certificate or a template is of no use
     */
    WebhookTarget(Channel.Webhook settings, LongSupplier clock) throws IOException {
        try {
            this.uri = URI.create(settings.url().reveal().strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the URL " + settings.url() + " is none"); // keep it to ourselves
        }
        if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
            throw new IOException("the URL " + settings.url() + " is not one of http or https");
        }
        this.format = settings.format().open();
        for (Map.Entry<String, Secret> header : settings.headers().entrySet()) {
            headers.put(header.getKey(), header.getValue().reveal());
        }
        this.signature =
                settings.signing() == null ? null : new Signature(settings.signing().reveal());
        this.timeout = settings.timeout();
        this.clock = clock;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        // Over plain HTTP an offer to upgrade irritates small servers.
                        .version(
                                uri.getScheme().equals("https")
                                        ? HttpClient.Version.HTTP_2
                                        : HttpClient.Version.HTTP_1_1);
        TlsContext.of(settings.tls()).ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public CompletableFuture<Outcome> deliver(Letter letter) {
        Message message;
        try {
            message = format.render(letter, clock.getAsLong());
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(
                    new Outcome.Refused("the template failed: " + e.getMessage()));
        }
        return send(uri, letter, message, MOST_REDIRECTS);
    }

    private CompletableFuture<Outcome> send(
            URI to, Letter letter, Message message, int redirectsLeft) {
        HttpRequest request;
        try {
            request = request(to, letter.page().alert().alertId(), message);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    new Outcome.Refused("no such request can be made: " + e.getMessage()));
        }
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request, info -> new ShortBody());
        // The request's own timeout ends with the headers of the answer; this one with its body.
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> response.cancel(true));
        return response.handle((answer, failure) -> judge(to, answer, failure))
                .thenCompose(
                        judged ->
                                judged.redirect() == null
                                        ? CompletableFuture.completedFuture(judged.outcome())
                                        : redirectsLeft == 0
                                                ? CompletableFuture.completedFuture(
                                                        new Outcome.Refused(
                                                                "it redirects without end"))
                                                : send(
                                                        judged.redirect(),
                                                        letter,
                                                        message,
                                                        redirectsLeft - 1));
    }

    private HttpRequest request(URI to, String alertId, Message message) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(to)
                        .timeout(timeout)
                        .header("Content-Type", message.contentType())
                        .header("User-Agent", "sightline")
                        .header("Idempotency-Key", alertId)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()));
        message.headers().forEach(builder::setHeader);
        if (signature != null) {
            signature
                    .headers(alertId, clock.getAsLong(), message.body())
                    .forEach(builder::setHeader);
        }
        headers.forEach(builder::setHeader);
        return builder.build();
    }

    private record Judged(@Nullable Outcome outcome, @Nullable URI redirect) {}

    private Judged judge(
            URI to, @Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
        if (failure != null || answer == null) {
            return new Judged(new Outcome.Postponed(reason(failure)), null);
        }
        int status = answer.statusCode();
        if (status == 307 || status == 308) {
            URI next = answer.headers().firstValue("Location").map(to::resolve).orElse(null);
            return next != null && isSameHost(to, next)
                    ? new Judged(null, next)
                    : new Judged(
                            new Outcome.Refused(
                                    "HTTP "
                                            + status
                                            + ": it redirects to another host; name that one if it"
                                            + " is to be trusted"),
                            null);
        }
        return new Judged(HttpAnswer.outcome(answer, clock.getAsLong()), null);
    }

    private static boolean isSameHost(URI from, URI to) {
        return from.getScheme().equals(to.getScheme())
                && from.getHost().equalsIgnoreCase(String.valueOf(to.getHost()))
                && from.getPort() == to.getPort();
    }

    private String reason(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof CancellationException) {
            return "no whole answer within " + timeout.toMillis() + " ms";
        }
        String message = String.valueOf(cause);
        return message.length() > 200 ? message.substring(0, 200) : message;
    }

    @Override
    public void close() {
        // Java 17's client has no end of its own: its threads go when nobody refers to it.
    }
}
