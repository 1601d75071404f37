package io.sightline.inject;

import io.sightline.inject.ClipProbe.Written;
import java.util.List;

/**
 * Where instants of the old clip are in the new one, by the new one's own timestamps.
 *
 * @param clip the old one
 * @param written what the new one has
 */
record Timing(Clip clip, Written written) {

    /** Where FFmpeg begins a transport stream. */
    private static final long TRANSPORT_BEGIN_MICROS = 1_400_000;

    /** In the timestamps of the file. */
    long inFile(long clipMicros) {
        Clip.Pictures pictures = clip.pictures();
        if (pictures != null && !written.pictureMicros().isEmpty()) {
            long shift = written.pictureMicros().get(0) - pictures.micros().get(0);
            // Times of files are rounded, to a millisecond in Matroska.
            return clipMicros + shift - 1_000;
        }
        boolean isTransport = written.soundMicros() > TRANSPORT_BEGIN_MICROS / 2;
        return clipMicros + (isTransport ? TRANSPORT_BEGIN_MICROS : 0);
    }

    /** For sound, counted from the earliest time of the file. */
    long ofSound(long clipMicros) {
        long rounding = clip.pictures() == null ? 0 : 1_000;
        return inFile(clipMicros) + rounding - written.startMicros();
    }

    /** For pictures: when the one of an instant is shown, or should be. */
    long ofPicture(long clipMicros) {
        long shown = firstAt(written.pictureMicros(), clipMicros);
        long due = ofSound(clipMicros);
        Clip.Pictures pictures = clip.pictures();
        boolean isMissing = pictures != null && shown - due > pictures.rate().pictureMicros() / 2;
        return isMissing ? due : shown;
    }

    /** The first picture at or after an instant that needs no other. */
    long ofKeyPicture(long clipMicros) {
        return firstAt(written.keyMicros(), clipMicros);
    }

    private long firstAt(List<Long> times, long clipMicros) {
        long from = inFile(clipMicros);
        for (long time : times) {
            if (time >= from) {
                return time - written.startMicros();
            }
        }
        return ofSound(clip.durationMicros());
    }
}
