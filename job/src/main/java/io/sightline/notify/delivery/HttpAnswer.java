package io.sightline.notify.delivery;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** What a receiver's status means for the letter. */
final class HttpAnswer {

    /** Request timeout, too early, too many requests: the same may be taken later. */
    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

    /** Whoever rotates a secret mends these; they say nothing of the letter. */
    private static final Set<Integer> DENIED = Set.of(401, 403, 407);

    private HttpAnswer() {}

    static Outcome outcome(HttpResponse<String> answer, long nowMillis) {
        int status = answer.statusCode();
        String text = "HTTP " + status + (answer.body().isEmpty() ? "" : ": " + answer.body());
        if (status >= 200 && status < 300) {
            return new Outcome.Delivered(text);
        }
        if (status >= 500 || NOT_NOW.contains(status)) {
            return new Outcome.Postponed(
                    text,
                    answer.headers()
                            .firstValue("Retry-After")
                            .flatMap(value -> retryAfter(value, nowMillis)));
        }
        return DENIED.contains(status) ? new Outcome.Denied(text) : new Outcome.Refused(text);
    }

    /** Seconds, or a date; anything else is passed over. */
    static Optional<Duration> retryAfter(String value, long nowMillis) {
        String text = value.strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            Instant then =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration pause = Duration.between(Instant.ofEpochMilli(nowMillis), then);
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
