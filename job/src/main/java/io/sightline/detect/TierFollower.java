package io.sightline.detect;

import io.sightline.detector.api.PictureSampling;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.TierControl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What detect has to do with tiers: it keeps decode's control in its state, tells it of suspicions,
 * and knows which pictures detectors are shown. Thread: the task's.
 */
final class TierFollower {

    private TierControl control; // shared with decode once that has announced tracks
    private byte @Nullable [] restored; // for the control that decode is about to bring
    private PictureSampling sampling = PictureSampling.EVERY_PICTURE; // as detectors know it

    TierFollower(RenditionRef origin) {
        control = new TierControl(origin.examination().decode());
    }

    /** Decode brings its control, before its first packet. */
    void follow(TierControl given) throws IOException {
        control = given;
        byte[] state = restored;
        if (state != null) {
            restored = null;
            given.restore(new DataInputStream(new ByteArrayInputStream(state)));
        }
    }

    DecodeTier inForce() {
        return control.inForce();
    }

    void suspect(long mediaMicros, String reason) {
        control.suspect(mediaMicros, reason);
    }

    /** What detectors must be told before the next picture; null when they know. */
    @Nullable PictureSampling newSampling() {
        PictureSampling now =
                switch (control.inForce()) {
                    case FULL, NONE -> PictureSampling.EVERY_PICTURE;
                    case REFERENCE -> PictureSampling.REFERENCE_PICTURES;
                    case KEYFRAMES -> PictureSampling.KEY_PICTURES;
                };
        if (now == sampling) {
            return null;
        }
        sampling = now;
        return now;
    }

    PictureSampling sampling() {
        return sampling;
    }

    void save(DataOutput out) throws IOException {
        out.writeUTF(sampling.name());
        byte[] state = restored;
        if (state == null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            control.save(new DataOutputStream(bytes));
            state = bytes.toByteArray();
        }
        out.writeInt(state.length);
        out.write(state);
    }

    void restore(DataInputStream in) throws IOException {
        sampling = PictureSampling.valueOf(in.readUTF());
        restored = in.readNBytes(in.readInt());
    }

    /** Goes on for the same rendition under another entry. */
    void handOver(TierFollower next) {
        next.control = control;
        next.restored = restored;
        next.sampling = sampling;
    }
}
