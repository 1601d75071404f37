package io.sightline.detect;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Track;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The time of one rendition as far as it was examined: how its presentation time maps to event
 * time, and which pictures and sound are behind it. Thread: the task's.
 */
final class MediaClock {

    /** Sound may come this much after the pictures of the same time before nobody waits for it. */
    private static final long INTERLEAVE_LIMIT_MICROS = 3_000_000;

    private long anchorMediaMicros;
    private long anchorEventMicros;
    private long lastPictureMicros = TimeBase.NO_TIME; // the smallest long: before every time
    private long lastSoundMicros = TimeBase.NO_TIME;
    private long pictureLeftOutMicros = TimeBase.NO_TIME; // the last that will not come
    private long soundLeftOutMicros = TimeBase.NO_TIME;

    void anchor(long mediaMicros, long eventMicros) {
        anchorMediaMicros = mediaMicros;
        anchorEventMicros = eventMicros;
    }

    long eventMicros(long mediaMicros) {
        return anchorEventMicros + (mediaMicros - anchorMediaMicros);
    }

    long mediaMicros(long eventMicros) {
        return anchorMediaMicros + (eventMicros - anchorEventMicros);
    }

    /** Whether a picture is new; what is not was examined before a restart. */
    boolean acceptPicture(long mediaMicros) {
        if (mediaMicros <= lastPictureMicros) {
            return false;
        }
        lastPictureMicros = mediaMicros;
        return true;
    }

    /** Whether a block of sound is new; what is not was examined before a restart. */
    boolean acceptSound(long mediaMicros) {
        if (mediaMicros <= lastSoundMicros) {
            return false;
        }
        lastSoundMicros = mediaMicros;
        return true;
    }

    /** What is shown then was not decoded and will not come. */
    void leftOut(Track.Kind kind, long mediaMicros) {
        if (kind == Track.Kind.VIDEO) {
            pictureLeftOutMicros = Math.max(pictureLeftOutMicros, mediaMicros);
        } else {
            soundLeftOutMicros = Math.max(soundLeftOutMicros, mediaMicros);
        }
    }

    /** How far pictures or sound have come, examined or left out. */
    long presentedMicros() {
        return Math.max(presentedPicturesMicros(), presentedSoundMicros());
    }

    /** How far both have come, where one does not lag too much. */
    long bothPresentedMicros() {
        return Math.max(
                Math.min(presentedPicturesMicros(), presentedSoundMicros()),
                presentedMicros() - INTERLEAVE_LIMIT_MICROS);
    }

    private long presentedPicturesMicros() {
        return Math.max(lastPictureMicros, pictureLeftOutMicros);
    }

    private long presentedSoundMicros() {
        return Math.max(lastSoundMicros, soundLeftOutMicros);
    }

    long lastPictureMicros() {
        return lastPictureMicros;
    }

    long lastSoundMicros() {
        return lastSoundMicros;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(anchorMediaMicros);
        out.writeLong(anchorEventMicros);
        out.writeLong(lastPictureMicros);
        out.writeLong(lastSoundMicros);
        out.writeLong(pictureLeftOutMicros);
        out.writeLong(soundLeftOutMicros);
    }

    void restore(DataInput in) throws IOException {
        anchorMediaMicros = in.readLong();
        anchorEventMicros = in.readLong();
        lastPictureMicros = in.readLong();
        lastSoundMicros = in.readLong();
        pictureLeftOutMicros = in.readLong();
        soundLeftOutMicros = in.readLong();
    }
}
