package io.sightline.job;

/**
 * What a run is to go on from does not fit it. The message is complete: what was found and what to
 * do; print it without the stack trace.
 */
public final class RestoreException extends Exception {

    private static final long serialVersionUID = 1L;

    RestoreException(String message) {
        super(message);
    }
}
