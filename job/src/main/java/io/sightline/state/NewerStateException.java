package io.sightline.state;

import java.io.IOException;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * State that a newer release wrote. The message is complete: what was found, what is known, and
 * what to do. Starting again does not help, so Flink does not try.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class NewerStateException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what whose state it is, as in "the state of ..."
     */
    public NewerStateException(String what, int found, int known) {
        super(
                "The state of "
                        + what
                        + " was written by a newer release of Sightline: it has version "
                        + found
                        + ", this release reads up to "
                        + known
                        + ". Go on with the release that wrote it or a later one, or restore an"
                        + " older savepoint.");
    }

    /** Where the reading stopped says nothing: what Flink logs ends with the message. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
