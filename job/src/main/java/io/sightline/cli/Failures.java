package io.sightline.cli;

/** Says in one line why something failed. */
final class Failures {

    private Failures() {}

    /** The innermost message, since the outer ones only say that something inside failed. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        String message = null;
        int depth = 0;
        while (cause != null && depth++ < 50) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                message = cause.getClass().getSimpleName() + ": " + firstLine(cause.getMessage());
            }
            cause = cause.getCause();
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }
}
