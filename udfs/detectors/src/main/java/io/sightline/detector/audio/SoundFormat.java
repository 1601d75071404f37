package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The sample rate and channels of the last block. Comparing allocates nothing. */
final class SoundFormat {

    /** No codec of a stream goes below 8 kHz; the K filter has no meaning below about 4 kHz. */
    static final int LOWEST_SAMPLE_RATE_HZ = 4_000;

    private int sampleRateHz;
    private List<ChannelRole> roles = List.of();

    /** Whether there is anything in the block that can be measured. */
    static boolean isUsable(AudioBlock block) {
        return block.sampleCount() > 0
                && block.sampleRateHz() >= LOWEST_SAMPLE_RATE_HZ
                && !block.channels().isEmpty();
    }

    int sampleRateHz() {
        return sampleRateHz;
    }

    List<ChannelRole> roles() {
        return roles;
    }

    int channelCount() {
        return roles.size();
    }

    /** Takes over the format of a block; true if it differs from that of the last one. */
    boolean changesTo(AudioBlock block) {
        List<ChannelRole> next = block.channels();
        boolean sameRoles = next == roles || next.equals(roles);
        if (sameRoles && block.sampleRateHz() == sampleRateHz) {
            return false;
        }
        sampleRateHz = block.sampleRateHz();
        roles = List.copyOf(next);
        return true;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(sampleRateHz);
        out.writeShort(roles.size());
        for (ChannelRole role : roles) {
            out.writeUTF(role.name()); // constants are never renamed
        }
    }

    void restore(DataInput in) throws IOException {
        sampleRateHz = in.readInt();
        int count = in.readUnsignedShort();
        List<ChannelRole> restored = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            restored.add(ChannelRole.valueOf(in.readUTF()));
        }
        roles = List.copyOf(restored);
    }
}
