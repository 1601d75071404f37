package io.sightline.chaos;

/**
 * What is done to an answer, a connection or a datagram. Those of the last group need datagrams.
 */
enum Act {
    PASS,
    /** Answers somewhat late, but within every limit. */
    ANSWER_SLOWLY,
    /** Answers later than anybody waits before saying so. */
    ANSWER_LATE,
    /** Takes the request and never answers; sends no datagram. */
    SAY_NOTHING,
    /** Nobody listens, and who was connected is not any more. */
    REFUSE,
    /** Takes the request and resets the connection. */
    RESET,
    /** Half of what was declared, then the connection ends. */
    CUT,
    /** Half of what was declared, then nothing. */
    HOLD,
    /** A few bytes at a time. */
    DRIP,
    NOT_FOUND,
    UNAVAILABLE,
    /** Leads to itself. */
    REDIRECT,
    /** The playlist as it was in the beginning. */
    FREEZE,
    /** Declared and sent is the first part only. */
    SHORTEN,
    /** Something else altogether. */
    REPLACE,
    LOSE_PACKETS,
    FLIP_BITS,

    DUPLICATE,
    REORDER
}
