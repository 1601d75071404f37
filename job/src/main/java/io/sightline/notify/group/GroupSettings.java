package io.sightline.notify.group;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * When incidents of several streams are told as one.
 *
 * @param by labels of which one value may explain many failures; where two explain as many, the
 *     first named does
 * @param min how many streams make a group
 * @param patience how long an incident waits for others like it before it is told alone
 * @param clear how long fewer than {@code min} streams must be failing before the group is over and
 *     what is left of it is told singly; it is over at once when none is left
 * @param defects whether streams that fail in different ways are one group
 */
public record GroupSettings(
        List<String> by, int min, Duration patience, Duration clear, Defects defects)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    public static final int DEFAULT_MIN = 5;
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(3);
    public static final Duration DEFAULT_CLEAR = Duration.ofSeconds(30);

    /** For what was grouped before: there are no labels that anything new could have in common. */
    static final GroupSettings NONE =
            new GroupSettings(
                    List.of(), Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, Defects.SAME);

    /** Which defects go together. */
    public enum Defects {
        SAME,
        ANY
    }

    public GroupSettings {
        by = List.copyOf(by);
        if (min < 2 || patience.isNegative() || clear.isNegative()) {
            throw new IllegalArgumentException(
                    "A group needs at least 2 streams and times that are not negative");
        }
    }

    /** What is usual, for these labels. */
    public static GroupSettings by(List<String> labels) {
        return new GroupSettings(
                labels, DEFAULT_MIN, DEFAULT_PATIENCE, DEFAULT_CLEAR, Defects.SAME);
    }
}
