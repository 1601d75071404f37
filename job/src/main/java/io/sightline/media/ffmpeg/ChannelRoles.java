package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_BACK_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_BACK_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_BACK_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_BINAURAL_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_BINAURAL_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_FRONT_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_FRONT_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_FRONT_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_LOW_FREQUENCY;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_LOW_FREQUENCY_2;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_SIDE_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_SIDE_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_SIDE_SURROUND_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_SIDE_SURROUND_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_STEREO_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_STEREO_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_SURROUND_DIRECT_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_SURROUND_DIRECT_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_BACK_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_BACK_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_BACK_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_FRONT_CENTER;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_FRONT_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_FRONT_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_SIDE_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_SIDE_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_SURROUND_LEFT;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHAN_TOP_SURROUND_RIGHT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_channel_from_index;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_index_from_channel;

import io.sightline.detector.api.ChannelRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;

/** What the library's channel layouts mean for measuring. */
final class ChannelRoles {

    private ChannelRoles() {}

    /** One role for each channel; a layout that only tells a count is guessed from it. */
    static List<ChannelRole> of(AVChannelLayout layout) {
        int count = layout.nb_channels();
        if (layout.order() != AV_CHANNEL_ORDER_UNSPEC) {
            return rolesOf(layout, count);
        }
        try (AVChannelLayout guess = new AVChannelLayout()) {
            av_channel_layout_default(guess, count);
            return guess.order() == AV_CHANNEL_ORDER_UNSPEC
                    ? Collections.nCopies(count, ChannelRole.OTHER)
                    : rolesOf(guess, count);
        }
    }

    private static List<ChannelRole> rolesOf(AVChannelLayout layout, int count) {
        if (count == 1) {
            return List.of(ChannelRole.MONO);
        }
        boolean hasSides = av_channel_layout_index_from_channel(layout, AV_CHAN_SIDE_LEFT) >= 0;
        List<ChannelRole> roles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            roles.add(role(av_channel_layout_channel_from_index(layout, i), hasSides));
        }
        return List.copyOf(roles);
    }

    /**
     * @param hasSides without side channels the "back" pair of 5.1 and quad is the surround pair
     */
    private static ChannelRole role(int channel, boolean hasSides) {
        return switch (channel) {
            case AV_CHAN_FRONT_LEFT, AV_CHAN_STEREO_LEFT, AV_CHAN_BINAURAL_LEFT ->
                    ChannelRole.FRONT_LEFT;
            case AV_CHAN_FRONT_RIGHT, AV_CHAN_STEREO_RIGHT, AV_CHAN_BINAURAL_RIGHT ->
                    ChannelRole.FRONT_RIGHT;
            case AV_CHAN_FRONT_CENTER -> ChannelRole.FRONT_CENTRE;
            case AV_CHAN_LOW_FREQUENCY, AV_CHAN_LOW_FREQUENCY_2 -> ChannelRole.LFE;
            case AV_CHAN_SIDE_LEFT, AV_CHAN_SIDE_SURROUND_LEFT, AV_CHAN_SURROUND_DIRECT_LEFT ->
                    ChannelRole.SURROUND_LEFT;
            case AV_CHAN_SIDE_RIGHT, AV_CHAN_SIDE_SURROUND_RIGHT, AV_CHAN_SURROUND_DIRECT_RIGHT ->
                    ChannelRole.SURROUND_RIGHT;
            case AV_CHAN_BACK_LEFT -> hasSides ? ChannelRole.BACK_LEFT : ChannelRole.SURROUND_LEFT;
            case AV_CHAN_BACK_RIGHT ->
                    hasSides ? ChannelRole.BACK_RIGHT : ChannelRole.SURROUND_RIGHT;
            case AV_CHAN_BACK_CENTER -> ChannelRole.BACK_CENTRE;
            case AV_CHAN_TOP_CENTER,
                    AV_CHAN_TOP_FRONT_LEFT,
                    AV_CHAN_TOP_FRONT_CENTER,
                    AV_CHAN_TOP_FRONT_RIGHT,
                    AV_CHAN_TOP_BACK_LEFT,
                    AV_CHAN_TOP_BACK_CENTER,
                    AV_CHAN_TOP_BACK_RIGHT,
                    AV_CHAN_TOP_SIDE_LEFT,
                    AV_CHAN_TOP_SIDE_RIGHT,
                    AV_CHAN_TOP_SURROUND_LEFT,
                    AV_CHAN_TOP_SURROUND_RIGHT ->
                    ChannelRole.TOP;
            default -> ChannelRole.OTHER;
        };
    }
}
