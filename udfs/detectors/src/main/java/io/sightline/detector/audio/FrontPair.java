package io.sightline.detector.audio;

import io.sightline.detector.api.ChannelRole;
import java.util.List;

/**
 * Which channels are the left and the right front of a layout.
 *
 * @param left index of the channel
 * @param right index of the channel
 */
record FrontPair(int left, int right) {

    /** No pair: mono, or channels whose place is not known. */
    static final FrontPair NONE = new FrontPair(-1, -1);

    static FrontPair of(List<ChannelRole> layout) {
        int left = layout.indexOf(ChannelRole.FRONT_LEFT);
        int right = layout.indexOf(ChannelRole.FRONT_RIGHT);
        return left < 0 || right < 0 ? NONE : new FrontPair(left, right);
    }

    boolean exists() {
        return left >= 0;
    }
}
