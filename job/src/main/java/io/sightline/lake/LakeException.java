package io.sightline.lake;

/** A lake that cannot be used as asked; the message is complete: what, where, and what to do. */
public final class LakeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LakeException(String message) {
        super(message);
    }

    public LakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
