package io.sightline.readback;

import java.io.IOException;

/**
 * A record cannot be read to its end, so nothing can be said of it. The message is complete: what
 * failed, where, and what to do.
 */
public final class UnreadableRecordException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message) {
        super(message);
    }

    UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
