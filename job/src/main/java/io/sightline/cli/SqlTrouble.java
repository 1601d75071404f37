package io.sightline.cli;

import io.sightline.media.Redaction;
import java.util.stream.Collectors;

/** Says what is wrong with a statement, in the words of those who read SQL. */
final class SqlTrouble {

    private static final int MOST_LINES = 4;
    private static final int MOST_CAUSES = 50;

    private SqlTrouble() {}

    /** The innermost message: the outer ones only say that a statement failed. */
    static String describe(Throwable failure) {
        String message = failure.getClass().getSimpleName();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                message = cause.getMessage();
            }
            cause = cause.getCause();
        }
        return Redaction.of(
                message.strip().lines().limit(MOST_LINES).collect(Collectors.joining("\n  ")));
    }
}
