package io.sightline.cli;

import io.sightline.flow.StreamState;

/** Stream states in people's words. */
final class StateText {

    private StateText() {}

    static String of(StreamState state) {
        return switch (state) {
            case CONNECTING -> "connecting";
            case LIVE -> "live";
            case STALLED -> "stalled";
            case NO_SIGNAL -> "no signal";
            case BROKEN -> "broken";
            case NOT_WATCHED -> "not watched";
        };
    }
}
