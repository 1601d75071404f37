package io.sightline.media;

/**
 * An input that cannot be opened, read or decoded: a broken stream, never a broken program.
 * Messages are {@linkplain PlainText plain}.
 */
public final class MediaException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, as far as what to do next depends on it. */
    public enum Reason {
        /** There is nothing at that place: no such file, 404, connection refused. */
        NOT_FOUND,
        /** The other side refuses: permission, 401, 403. */
        REFUSED,
        /** A deadline passed. */
        TIMEOUT,
        /** What is there is not media, or too damaged to be recognised. */
        NOT_MEDIA,
        /** Media of a kind that this build does not decode, or that exceeds a limit. */
        UNSUPPORTED,
        /** Reading failed midway. */
        READ_FAILED,
        /** The reader was told to stop. */
        CANCELLED
    }

    private final Reason reason;

    public MediaException(Reason reason, String message) {
        super(PlainText.of(message));
        this.reason = reason;
    }

    public MediaException(Reason reason, String message, Throwable cause) {
        super(PlainText.of(message), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
