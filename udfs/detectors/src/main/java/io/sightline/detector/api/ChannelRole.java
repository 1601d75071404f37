package io.sightline.detector.api;

/** What a loudspeaker channel is for, as far as measuring needs to know (ITU-R BS.2051 names). */
public enum ChannelRole {
    FRONT_LEFT,
    FRONT_RIGHT,
    FRONT_CENTRE,
    /** Low-frequency effects: left out of loudness. */
    LFE,
    /** Left at 60 to 120 degrees: weighted +1.5 dB by BS.1770. */
    SURROUND_LEFT,
    SURROUND_RIGHT,
    BACK_LEFT,
    BACK_RIGHT,
    BACK_CENTRE,
    TOP,
    MONO,
    OTHER
}
