package io.sightline.isolation;

import io.sightline.detector.model.StreamId;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What is held against one stream.
 *
 * @param crashes in which it was at work since it was last live for long
 * @param quarantines so far
 * @param untilMillis when the latest quarantine ends, wall time; 0 for none so far
 * @param lastMillis when it was last found at work in a crash
 * @param activity what was done with it then
 */
public record CrashRecord(
        MarkedInput input,
        int crashes,
        int quarantines,
        long untilMillis,
        long lastMillis,
        Activity activity) {

    static final Comparator<MarkedInput> BY_NAME =
            Comparator.comparing(MarkedInput::stream).thenComparing(MarkedInput::fingerprint);

    private static final int FIELDS = 7;

    static CrashRecord first(MarkedInput input, Activity activity) {
        return new CrashRecord(input, 0, 0, 0, 0, activity);
    }

    public boolean isQuarantined(long nowMillis) {
        return untilMillis > nowMillis;
    }

    /** Whether it starts alone. */
    public boolean isSuspect() {
        return crashes > 0;
    }

    /** For people: {@code read} or {@code examined}. */
    public String doing() {
        return activity.name().toLowerCase(Locale.ROOT);
    }

    /** One crash more; after a quarantine, one is enough for the next. */
    CrashRecord charged(Activity with, long nowMillis, IsolationSettings settings) {
        int now = crashes + 1;
        boolean isTooOften = now >= settings.crashLimit();
        return new CrashRecord(
                input,
                now,
                isTooOften ? quarantines + 1 : quarantines,
                isTooOften ? nowMillis + settings.quarantineMillis(quarantines) : untilMillis,
                nowMillis,
                with);
    }

    /** It was live for long: what remains is how often it was in quarantine. */
    CrashRecord exonerated() {
        return new CrashRecord(input, 0, quarantines, untilMillis, lastMillis, activity);
    }

    /** Whether nothing needs to be known of it any more. */
    boolean isForgotten(long nowMillis, IsolationSettings settings) {
        long age = nowMillis - Math.max(lastMillis, untilMillis);
        return age > settings.quarantineMax().toMillis() || (crashes == 0 && quarantines == 0);
    }

    String toLine() {
        String name = input.stream().value().replaceAll("\\p{Cntrl}", "?");
        return "%s %d %d %d %d %s %s"
                .formatted(
                        input.fingerprint(),
                        crashes,
                        quarantines,
                        untilMillis,
                        lastMillis,
                        activity,
                        name);
    }

    /** Empty for what is no such line. */
    static Optional<CrashRecord> ofLine(String line) {
        String[] words = line.split(" ", FIELDS);
        if (words.length < FIELDS || words[FIELDS - 1].isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new CrashRecord(
                            new MarkedInput(new StreamId(words[6]), words[0]),
                            Integer.parseInt(words[1]),
                            Integer.parseInt(words[2]),
                            Long.parseLong(words[3]),
                            Long.parseLong(words[4]),
                            Activity.valueOf(words[5])));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // somebody edited it: that line counts for nothing
        }
    }
}
