package io.sightline.flow;

/** What is known of a stream right now. Appended to, never renamed: it lives in tables. */
public enum StreamState {
    /** Being opened, or opened again. */
    CONNECTING,
    /** Media arrives. */
    LIVE,
    /** Connected, but no new media. */
    STALLED,
    /** Nothing can be reached or nothing arrives. */
    NO_SIGNAL,
    /** Something arrives that cannot be watched. */
    BROKEN,
    /** Nobody looks: the input ended, or the stream was disabled or removed. */
    NOT_WATCHED
}
