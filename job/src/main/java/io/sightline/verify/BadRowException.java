package io.sightline.verify;

/** A row is not what its table promises; the message says which column and why. */
final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRowException(String message) {
        super(message);
    }
}
