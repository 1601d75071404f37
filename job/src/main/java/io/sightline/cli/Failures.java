package io.sightline.cli;

import io.sightline.job.RestoreException;
import io.sightline.lake.LakeException;
import io.sightline.sink.OutputException;
import io.sightline.state.NewerStateException;

/** Says in one line why something failed. */
final class Failures {

    private Failures() {}

    /** The innermost message, since the outer ones only say that something inside failed. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        String message = null;
        int depth = 0;
        while (cause != null && depth++ < 50) {
            if (isForPeople(cause)) {
                return String.valueOf(cause.getMessage());
            }
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                message = cause.getClass().getSimpleName() + ": " + firstLine(cause.getMessage());
            }
            cause = cause.getCause();
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** Whether its message is complete, whatever caused it. */
    private static boolean isForPeople(Throwable failure) {
        return failure instanceof OutputException
                || failure instanceof RestoreException
                || failure instanceof LakeException
                || failure instanceof NewerStateException;
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }
}
