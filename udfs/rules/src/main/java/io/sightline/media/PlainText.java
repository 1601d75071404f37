package io.sightline.media;

/**
 * Makes text that an input brought fit for messages: nothing in it steers a terminal, hides other
 * text, or goes on without end.
 */
public final class PlainText {

    private static final int MOST_CHARS = 600;
    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /** On one line, without control and formatting characters, cut where it gets long. */
    public static String of(String text) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), MOST_CHARS));
        for (int i = 0; i < text.length() && plain.length() < MOST_CHARS; ) {
            int point = text.codePointAt(i);
            plain.appendCodePoint(isPlain(point) ? point : REPLACEMENT);
            i += Character.charCount(point);
        }
        return plain.length() < MOST_CHARS ? plain.toString() : plain.append('…').toString();
    }

    /** Whether nothing in a text steers a terminal, breaks a line or hides other text. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(PlainText::isPlain);
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, // escape sequences begin with one
                    Character.FORMAT, // such as those that change the direction of writing
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
