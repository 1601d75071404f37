package io.sightline.source.ingest.fetch;

import io.sightline.media.PlainText;
import io.sightline.media.Redaction;
import java.net.URI;

/** A manifest or a segment that could not be had. Messages are {@linkplain PlainText plain}. */
public final class FetchException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, as far as what to do next depends on it. */
    public enum Reason {
        /** The server answered that there is no such thing, or not any more. */
        NOT_FOUND,
        /** The server answered with another error. */
        SERVER_ERROR,
        /** No connection, or it broke. */
        UNREACHABLE,
        /** It took too long. */
        TIMEOUT,
        /** Longer than is accepted. */
        TOO_LONG,
        /** A place that this playlist may not name. */
        FORBIDDEN,
        /** It is not what was expected. */
        UNUSABLE,
        /** It is encrypted in a way that is not supported. */
        ENCRYPTED
    }

    private final Reason reason;

    public FetchException(Reason reason, String message) {
        super(PlainText.of(message));
        this.reason = reason;
    }

    public FetchException(Reason reason, String message, Throwable cause) {
        super(PlainText.of(message), cause);
        this.reason = reason;
    }

    static FetchException tooLong(long maxBytes) {
        return new FetchException(Reason.TOO_LONG, "longer than " + maxBytes + " bytes");
    }

    /** Of an answer other than the one wanted. */
    static FetchException ofStatus(int status, URI place) {
        boolean isGone = status == 404 || status == 410;
        return new FetchException(
                isGone ? Reason.NOT_FOUND : Reason.SERVER_ERROR,
                "HTTP " + status + " for " + shown(place));
    }

    /** Of no answer; a reason that is known already is kept. */
    static FetchException ofFailure(Throwable cause, URI place) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof FetchException known) {
                return new FetchException(
                        known.reason(), shown(place) + ": " + known.getMessage(), known);
            }
        }
        String distrust = Certificates.problemIn(cause);
        if (!distrust.isEmpty()) {
            return new FetchException(Reason.UNUSABLE, shown(place) + ": " + distrust, cause);
        }
        String what = cause.getClass().getSimpleName();
        String detail = cause.getMessage() == null ? "" : ", " + cause.getMessage();
        return new FetchException(
                Reason.UNREACHABLE,
                "no connection to " + shown(place) + " (" + what + detail + ")",
                cause);
    }

    /** A place as people may see it: without what is secret. */
    static String shown(URI place) {
        return Redaction.of(place.toString());
    }

    public Reason reason() {
        return reason;
    }

    /** Whether there is nobody there, as opposed to somebody who says no. */
    public boolean isLossOfContact() {
        return reason == Reason.UNREACHABLE || reason == Reason.TIMEOUT;
    }
}
