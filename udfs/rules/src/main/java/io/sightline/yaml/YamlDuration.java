package io.sightline.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them: {@code 500ms}, {@code 2s}, {@code 1.5s}, {@code 1m}. */
public final class YamlDuration {

    public static final String EXPECTED =
            "a duration such as 500ms, 2s, 1m or 1h (at most 30 days)";

    private static final Pattern SHAPE =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?(ms|s|m|min|h|d)");
    private static final Duration LONGEST = Duration.ofDays(30);

    private YamlDuration() {}

    public static Optional<Duration> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unitMicros =
                switch (matcher.group(2)) {
                    case "ms" -> 1_000L;
                    case "s" -> 1_000_000L;
                    case "h" -> 3_600_000_000L;
                    case "d" -> 86_400_000_000L;
                    default -> 60_000_000L;
                };
        long micros =
                new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(unitMicros))
                        .longValue();
        Duration duration = Duration.ofNanos(micros * 1_000);
        return duration.compareTo(LONGEST) <= 0 ? Optional.of(duration) : Optional.empty();
    }

    /** Writes it in the largest unit that keeps it whole: {@code 90s}, {@code 2m}. */
    public static String text(long micros) {
        if (micros % 60_000_000 == 0 && micros > 0) {
            return micros / 60_000_000 + "m";
        }
        return micros % 1_000_000 == 0
                ? micros / 1_000_000 + "s"
                : BigDecimal.valueOf(micros, 3).stripTrailingZeros().toPlainString() + "ms";
    }
}
