package io.sightline.flow;

import io.sightline.detector.model.TimeBase;
import io.sightline.state.StateVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Decides what of one rendition is decoded. One object for each, shared by decode, which asks and
 * follows, and detect, which tells of suspicions and keeps this in its state.
 *
 * <p>A tier changes at entry points (key frames) only, by what was seen before them in the media:
 * the same media gives the same tiers, also when it is shown again after a restart. The exception
 * is a {@link #limitTo limit}, which follows the load of the machine, concerns live input alone and
 * is not restored.
 *
 * <p>Thread: the task's. Allocates nothing once made.
 */
public final class TierControl {

    /** What {@link DecodeMode#AUTO} decodes while all is well. */
    public static final DecodeTier CHEAP_TIER = DecodeTier.KEYFRAMES;

    /** Without suspicion for so long, {@link DecodeMode#AUTO} goes back to the cheap tier. */
    public static final long QUIET_MICROS = 30_000_000;

    private static final int STATE_VERSION = 1;

    private final TierHistory history = new TierHistory();
    private final PacketSizes sizes = new PacketSizes();
    private DecodeMode mode;
    private DecodeTier limit = DecodeTier.FULL;
    private DecodeTier inForce;
    private long suspectedMicros = TimeBase.NO_TIME; // when last, media time
    private String reason = "";
    private long nowMicros = TimeBase.NO_TIME; // how far packets have come, media time

    public TierControl(DecodeMode mode) {
        this.mode = mode;
        this.inForce = asked();
    }

    /** The operator asks for another mode from the next entry point on. */
    public void changeMode(DecodeMode next) {
        mode = next;
    }

    public DecodeTier inForce() {
        return inForce;
    }

    /** The least that load leaves; {@link DecodeTier#FULL} when it does not limit anything. */
    public DecodeTier limit() {
        return limit;
    }

    /** Load allows this tier at most. */
    public void limitTo(DecodeTier tier) {
        limit = tier;
    }

    /** What would be decoded if load did not limit it. */
    public DecodeTier asked() {
        return switch (mode) {
            case AUTO -> isSuspected() ? DecodeTier.FULL : CHEAP_TIER;
            case FULL -> DecodeTier.FULL;
            case REFERENCE -> DecodeTier.REFERENCE;
            case KEYFRAMES -> DecodeTier.KEYFRAMES;
            case NONE -> DecodeTier.NONE;
        };
    }

    /** Why the tier is as it is, in a few words for logs. */
    public String reason() {
        return limit.isLessThan(asked())
                ? "the machine cannot keep up"
                : mode != DecodeMode.AUTO
                        ? "asked for"
                        : isSuspected() ? "suspicion: " + reason : "nothing suspicious";
    }

    private boolean isSuspected() {
        return suspectedMicros != TimeBase.NO_TIME && nowMicros - suspectedMicros < QUIET_MICROS;
    }

    /**
     * Something may be wrong.
     *
     * @param mediaMicros about when, media time; with no time known, as far as packets have come
     * @param reason for logs; a constant
     */
    public void suspect(long mediaMicros, String reason) {
        if (!isSuspected()) {
            this.reason = reason;
        }
        suspectedMicros = Math.max(suspectedMicros, Math.max(mediaMicros, nowMicros));
    }

    /**
     * A picture's packet is about to be decoded for the first time, or not at all.
     *
     * @param isDamaged by the word of container or transport
     */
    public void picture(long mediaMicros, int sizeBytes, boolean isKeyFrame, boolean isDamaged) {
        nowMicros = Math.max(nowMicros, mediaMicros);
        if (!isKeyFrame) {
            sizes.between(sizeBytes);
        } else if (sizes.keyFrame()) {
            suspect(mediaMicros, "hardly anything is coded between key frames");
        }
        if (isDamaged) {
            suspect(mediaMicros, "packets are marked as damaged");
        }
    }

    /** A packet of a rendition without pictures. */
    public void sound(long mediaMicros) {
        nowMicros = Math.max(nowMicros, mediaMicros);
    }

    /** At an entry point: the tier from here on. */
    public DecodeTier enter(long entryMicros) {
        if (history.knows(entryMicros)) {
            inForce = history.at(entryMicros);
        } else {
            reconsider(entryMicros);
        }
        return inForce;
    }

    /** The entry point that was just decoded may itself have given reason for another tier. */
    public DecodeTier reconsider(long entryMicros) {
        inForce = least(asked(), limit);
        history.decide(entryMicros, inForce);
        return inForce;
    }

    /** Within a group of pictures: less can be decoded at once if load asks for it, never more. */
    public DecodeTier now() {
        if (limit.isLessThan(inForce) && limit.isLessThan(DecodeTier.REFERENCE)) {
            inForce = limit;
        }
        return inForce;
    }

    private static DecodeTier least(DecodeTier one, DecodeTier other) {
        return one.isLessThan(other) ? one : other;
    }

    /** Version 1: tier, suspicion, progress, history, packet sizes; neither mode nor limit. */
    public void save(DataOutput out) throws IOException {
        out.writeByte(STATE_VERSION);
        out.writeUTF(inForce.name());
        out.writeLong(suspectedMicros);
        out.writeLong(nowMicros);
        history.save(out);
        sizes.save(out);
    }

    /**
     * Takes over from {@link #save}, before the first packet.
     *
     * @throws IOException when the bytes are of a later version
     */
    public void restore(DataInput in) throws IOException {
        int version = in.readByte();
        StateVersion.requireKnown("detect (decode tiers)", version, STATE_VERSION);
        inForce = DecodeTier.valueOf(in.readUTF());
        suspectedMicros = in.readLong();
        nowMicros = in.readLong();
        history.restore(in);
        sizes.restore(in);
    }
}
