package io.sightline.detector.audio;

import io.sightline.detector.api.ChannelRole;
import java.util.List;

/**
 * How much each channel counts in loudness: ITU-R BS.1770 annexes 1 and 3. Loudspeakers at ear
 * height from 60 to 120 degrees to the side count 1.41 (+1.5 dB), low-frequency effects not at all,
 * everything else 1.
 */
final class ChannelWeights {

    private static final double SIDE = 1.41;

    private ChannelWeights() {}

    static double of(ChannelRole role, List<ChannelRole> layout) {
        return switch (role) {
            case LFE -> 0;
            case SURROUND_LEFT, SURROUND_RIGHT -> SIDE;
            // In 5.1 the only surround pair stands at 110 degrees, but many decoders call it
            // "back".
            // In 7.1 the pair at 90 degrees is "side", and "back" stands at 135 degrees.
            case BACK_LEFT, BACK_RIGHT -> hasSidePair(layout) ? 1 : SIDE;
            case FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, BACK_CENTRE, TOP, MONO, OTHER -> 1;
        };
    }

    private static boolean hasSidePair(List<ChannelRole> layout) {
        return layout.contains(ChannelRole.SURROUND_LEFT)
                || layout.contains(ChannelRole.SURROUND_RIGHT);
    }
}
