package io.sightline.cli;

import io.sightline.media.Redaction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what is wrong with a statement, in the words of those who read SQL. */
final class SqlTrouble {

    private static final int MOST_LINES = 4;
    private static final int MOST_CAUSES = 50;
    private static final Pattern OF_THE_STATEMENT = Pattern.compile("SQL \\w+ failed");

    private SqlTrouble() {}

    /**
     * What the parser or the validator says, with the place; for whatever fails later the innermost
     * message: the outer ones only say that something failed.
     */
    static String describe(Throwable failure) {
        String message = failure.getClass().getSimpleName();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            String own = cause.getMessage();
            if (own != null && !own.isBlank()) {
                message = own;
            }
            if (own != null && OF_THE_STATEMENT.matcher(own).lookingAt()) {
                break;
            }
            cause = cause.getCause();
        }
        return Redaction.of(
                message.strip().lines().limit(MOST_LINES).collect(Collectors.joining("\n  ")));
    }
}
