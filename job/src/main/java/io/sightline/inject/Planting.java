package io.sightline.inject;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A defect as it is asked for.
 *
 * @param kind an id of {@link Kinds}
 * @param fromMicros of the clip, which begins at 0
 * @param toMicros exclusive
 * @param strength the kind's usual one if absent
 * @param parameters by name
 */
public record Planting(
        String kind,
        long fromMicros,
        long toMicros,
        OptionalDouble strength,
        Map<String, String> parameters) {

    /** How one is written on the command line. */
    public static final String SYNTAX = "KIND@FROM-TO[,strength=NUMBER][,NAME=VALUE]...";

    private static final Pattern TIME = Pattern.compile("([0-9.]+)(ms|s|m)?");
    private static final Pattern SHAPE =
            Pattern.compile("([^@,]+)@([0-9.]+)(ms|s|m)?-([0-9.]+)(ms|s|m)?((?:,[^,=]+=[^,]*)*)");

    public Planting {
        parameters = Map.copyOf(parameters);
    }

    public static Planting of(String kind, double fromSeconds, double toSeconds) {
        return new Planting(
                kind,
                Math.round(fromSeconds * 1e6),
                Math.round(toSeconds * 1e6),
                OptionalDouble.empty(),
                Map.of());
    }

    public Planting withStrength(double newStrength) {
        return new Planting(kind, fromMicros, toMicros, OptionalDouble.of(newStrength), parameters);
    }

    public Planting with(String name, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(name, value);
        return new Planting(kind, fromMicros, toMicros, strength, more);
    }

    /**
     * Reads {@link #SYNTAX}: {@code audio.hum@5s-20s,strength=-30,frequency=60}. Times without a
     * unit are seconds.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static Planting parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not of the form %s".formatted(text, SYNTAX));
        }
        OptionalDouble strength = OptionalDouble.empty();
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : matcher.group(6).split(",", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            String name = pair.substring(0, pair.indexOf('='));
            String value = pair.substring(pair.indexOf('=') + 1);
            if (name.equals("strength")) {
                strength = OptionalDouble.of(number(text, value));
            } else if (parameters.put(name, value) != null) {
                throw new IllegalArgumentException("'%s' says '%s' twice".formatted(text, name));
            }
        }
        return new Planting(
                matcher.group(1),
                micros(text, matcher.group(2), matcher.group(3)),
                micros(text, matcher.group(4), matcher.group(5)),
                strength,
                parameters);
    }

    /**
     * Reads a time as {@link #SYNTAX} has them, such as {@code 1.5s}, {@code 500ms}, {@code 1m}.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static long parseMicros(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a time such as 60s, 500ms or 1m".formatted(text));
        }
        return micros(text, matcher.group(1), matcher.group(2));
    }

    private static long micros(String text, String number, String unit) {
        double seconds =
                switch (unit == null ? "s" : unit) {
                    case "ms" -> 1e-3;
                    case "m" -> 60;
                    default -> 1;
                };
        return Math.round(number(text, number) * seconds * 1e6);
    }

    private static double number(String text, String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'%s' in '%s' is not a number".formatted(number, text), e);
        }
    }

    @Override
    public String toString() {
        return "%s@%ss-%ss"
                .formatted(kind, Kind.plain(fromMicros / 1e6), Kind.plain(toMicros / 1e6));
    }
}
