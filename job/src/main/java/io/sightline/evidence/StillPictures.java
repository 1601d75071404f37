package io.sightline.evidence;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.MediaException;
import io.sightline.media.Still;
import io.sightline.media.StillDecoder;
import io.sightline.media.Track;
import io.sightline.media.ffmpeg.FfmpegMedia;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first picture at or after a time and the one before it, by decoding from the last key
 * frame before that time. Thread: the one that calls. Ownership: closed by the caller.
 */
final class StillPictures implements AutoCloseable {

    /** Sharp enough to see a block of 8 pixels of HD, small enough for a page of fifty. */
    static final int MOST_WIDTH = 960;

    /** Times of pictures are rounded to microseconds more than once. */
    private static final long ROUNDING_MICROS = 500;

    private final FfmpegMedia media;
    private final long startMicros;
    private @Nullable StillDecoder decoder; // owned
    private @Nullable Still lastGood;
    private @Nullable Still firstBad;

    private StillPictures(FfmpegMedia media, long startMicros) {
        this.media = media;
        this.startMicros = startMicros;
    }

    /**
     * What was found; null where there is no such picture.
     *
     * @param firstBad the first at or after the time
     * @param lastGood the last before it
     */
    record Found(@Nullable Still firstBad, @Nullable Still lastGood) {}

    /**
     * @param packets in the order of arrival; borrowed
     * @throws MediaException when the codec cannot be decoded
     */
    static Found around(FfmpegMedia media, List<KeptPacket> packets, long startMicros)
            throws MediaException {
        try (StillPictures stills = new StillPictures(media, startMicros)) {
            stills.decode(packets);
            return new Found(stills.firstBad, stills.lastGood);
        }
    }

    private void decode(List<KeptPacket> packets) throws MediaException {
        KeptTracks of = null;
        for (int i = entryBefore(packets); i < packets.size() && firstBad == null; i++) {
            KeptPacket packet = packets.get(i);
            Track video = packet.tracks().video();
            if (!packet.isPicture() || video == null) {
                continue;
            }
            if (decoder == null || packet.tracks() != of) {
                endTracks();
                of = packet.tracks();
                decoder = media.openStillDecoder(video, MOST_WIDTH);
            } else if (packet.isAfterBreak()) {
                bringOut(decoder);
                decoder.reset();
            }
            if (firstBad == null) {
                decoder.send(packet.packet());
                receive(decoder);
            }
        }
        endTracks();
    }

    /** The last key frame before the time: what precedes it is of no use. */
    private int entryBefore(List<KeptPacket> packets) {
        int begin = 0;
        for (int i = 0; i < packets.size(); i++) {
            KeptPacket packet = packets.get(i);
            if (packet.isEntry()
                    && packet.isPicture()
                    && packet.timeMicros() < startMicros - ROUNDING_MICROS) {
                begin = i;
            }
        }
        return begin;
    }

    private void receive(StillDecoder from) {
        while (firstBad == null && from.receive()) {
            long at = from.presentationTimeMicros();
            boolean isBad = at != TimeBase.NO_TIME && at >= startMicros - ROUNDING_MICROS;
            if (isBad) {
                lastGood = heldOr(from, lastGood);
            }
            from.hold();
            if (isBad) {
                firstBad = from.held();
            }
        }
    }

    private void bringOut(StillDecoder from) {
        from.drain();
        receive(from);
    }

    private void endTracks() {
        if (decoder != null) {
            if (firstBad == null) {
                bringOut(decoder);
            }
            if (firstBad == null) {
                lastGood = heldOr(decoder, lastGood);
            }
            decoder.close();
            decoder = null;
        }
    }

    private static @Nullable Still heldOr(StillDecoder from, @Nullable Still otherwise) {
        Still held = from.held();
        return held == null ? otherwise : held;
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
