package io.sightline.source.ingest.hls;

import io.sightline.detector.model.TimeBase;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.MediaSegment;
import io.sightline.source.ingest.manifest.SegmentPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the playlist of pictures with that of their sound: each segment of sound is read with the
 * segment of pictures in whose time its middle lies.
 *
 * <p>Times are programme times where both playlists have them. Without, playlists that ended begin
 * together, and in live ones segments of one number do, which packagers keep although RFC 8216
 * (6.2.4) does not ask for it.
 */
final class SoundApart {

    /** Pictures do not wait for sound that is this many segments behind. */
    private static final int MAX_SEGMENTS_BEHIND = 3;

    private SoundApart() {}

    static Listing join(Listing pictures, Listing sound) {
        boolean areDated = isDated(pictures) && isDated(sound);
        long[] pictureStarts = starts(pictures, areDated);
        long[] soundStarts = starts(sound, areDated);
        boolean isSameClock = areDated || (pictures.isEnded() && sound.isEnded());
        long shift = isSameClock ? 0 : shiftByNumber(pictures, pictureStarts, sound, soundStarts);
        long soundEnd = soundStarts[sound.segments().size()] + shift;
        int complete = pictures.segments().size();
        if (!sound.isEnded()) {
            while (complete > 0 && middle(pictureStarts, complete - 1) >= soundEnd) {
                complete--;
            }
            if (pictures.segments().size() - complete > MAX_SEGMENTS_BEHIND) {
                complete = pictures.segments().size();
            }
        }
        List<MediaSegment> joined = new ArrayList<>();
        for (int i = 0; i < complete; i++) {
            boolean isLast = pictures.isEnded() && i == pictures.segments().size() - 1;
            long end = isLast ? Long.MAX_VALUE : pictureStarts[i + 1];
            List<SegmentPart> parts = new ArrayList<>();
            for (int k = 0; k < sound.segments().size(); k++) {
                long middle = middle(soundStarts, k) + shift;
                MediaSegment one = sound.segments().get(k);
                if (!one.isGap() && middle >= pictureStarts[i] && middle < end) {
                    parts.addAll(one.parts());
                }
            }
            joined.add(pictures.segments().get(i).with(parts));
        }
        return pictures.withSegments(
                joined, pictures.isEnded() && complete == pictures.segments().size());
    }

    /** Where each segment begins, and the last one ends. */
    private static long[] starts(Listing listing, boolean isDated) {
        List<MediaSegment> segments = listing.segments();
        long[] starts = new long[segments.size() + 1];
        for (int i = 0; i < segments.size(); i++) {
            MediaSegment segment = segments.get(i);
            if (isDated) {
                starts[i] = segment.programTimeMicros();
            }
            starts[i + 1] = starts[i] + segment.durationMicros();
        }
        return starts;
    }

    private static boolean isDated(Listing listing) {
        return !listing.segments().isEmpty()
                && listing.segments().stream()
                        .allMatch(segment -> segment.programTimeMicros() != TimeBase.NO_TIME);
    }

    /** What makes the time of the pictures of that of the sound. */
    private static long shiftByNumber(
            Listing pictures, long[] pictureStarts, Listing sound, long[] soundStarts) {
        long common = Math.max(pictures.firstSequence(), sound.firstSequence());
        long inPictures = common - pictures.firstSequence();
        long inSound = common - sound.firstSequence();
        if (inPictures >= pictureStarts.length || inSound >= soundStarts.length) {
            // Nothing in common: the newest segments are the best guess.
            return pictureStarts[pictureStarts.length - 1] - soundStarts[soundStarts.length - 1];
        }
        return pictureStarts[(int) inPictures] - soundStarts[(int) inSound];
    }

    private static long middle(long[] starts, int index) {
        return (starts[index] + starts[index + 1]) / 2;
    }
}
