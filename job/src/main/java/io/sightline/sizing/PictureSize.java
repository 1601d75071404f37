package io.sightline.sizing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pictures of 16 by 9.
 *
 * @param height in lines, 16 to 8192
 */
public record PictureSize(int height) {

    public static final PictureSize FULL_HD = new PictureSize(1080);

    private static final Pattern NAME = Pattern.compile("(\\d{2,4})p?");

    public PictureSize {
        if (height < 16 || height > 8192) {
            throw new IllegalArgumentException("A picture has 16 to 8192 lines, not " + height);
        }
    }

    /** Of a name such as {@code 1080p}; empty if it is none. */
    public static Optional<PictureSize> of(String name) {
        Matcher matcher = NAME.matcher(name.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int height = Integer.parseInt(matcher.group(1));
        return height < 16 || height > 8192
                ? Optional.empty()
                : Optional.of(new PictureSize(height));
    }

    /** How many times as many pixels as 1080p. */
    double timesFullHd() {
        return (double) height * height / (1080 * 1080);
    }

    @Override
    public String toString() {
        return height + "p";
    }
}
