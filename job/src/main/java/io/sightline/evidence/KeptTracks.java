package io.sightline.evidence;

import io.sightline.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tracks that kept packets belong to: the first of pictures and the first of sound, as decode
 * takes them. Ownership: shared; the last holder that releases it closes the tracks. Any thread.
 */
final class KeptTracks {

    private final List<Track> tracks = new ArrayList<>(2); // owned, closed with the last holder
    private final AtomicInteger holders = new AtomicInteger(1);
    private final @Nullable Track video; // one of them
    private final @Nullable Track audio; // one of them

    /** Held by the caller. The announced tracks are borrowed for this call. */
    KeptTracks(List<Track> announced) {
        video = copy(announced, Track.Kind.VIDEO);
        audio = copy(announced, Track.Kind.AUDIO);
    }

    private @Nullable Track copy(List<Track> announced, Track.Kind kind) {
        for (Track track : announced) {
            if (track.kind() == kind) {
                Track copy = track.copyHandle();
                tracks.add(copy);
                return copy;
            }
        }
        return null;
    }

    /** Borrowed. */
    List<Track> tracks() {
        return tracks;
    }

    /** Borrowed; null when there are no pictures. */
    @Nullable Track video() {
        return video;
    }

    boolean hasPictures() {
        return video != null;
    }

    boolean hasSound() {
        return audio != null;
    }

    boolean isOfPictures(int trackIndex) {
        return video != null && video.index() == trackIndex;
    }

    boolean contains(int trackIndex) {
        return isOfPictures(trackIndex) || (audio != null && audio.index() == trackIndex);
    }

    KeptTracks hold() {
        holders.incrementAndGet();
        return this;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            tracks.forEach(Track::close);
        }
    }
}
