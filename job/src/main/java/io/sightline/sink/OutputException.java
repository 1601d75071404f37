package io.sightline.sink;

/**
 * Output that cannot be used, found before the job starts. The message is complete: what failed,
 * where, and what to do; print it without the stack trace.
 */
public final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A page in the reference each. Appended to, never renamed. */
    public enum Code {
        OUTPUT_NOT_WRITABLE,
        KAFKA_PROPERTIES,
        KAFKA_UNREACHABLE,
        KAFKA_REFUSED,
        KAFKA_TRANSACTION_TIMEOUT,
        KAFKA_TOPICS,
        CHECKPOINTS_NOT_WRITABLE,
        EVIDENCE_NOT_WRITABLE
    }

    private final Code code;

    public OutputException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public OutputException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
