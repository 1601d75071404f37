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
 * Finds the first picture at or after a time and the last one before it that detectors saw nothing
 * wrong in, by decoding from the last key frame before both. Thread: the one that calls. Ownership:
 * closed by the caller.
 */
final class StillPictures implements AutoCloseable {

    /** Sharp enough to see a block of 8 pixels of HD, small enough for a page of fifty. */
    static final int MOST_WIDTH = 960;

    /** Times of pictures are rounded to microseconds more than once. */
    private static final long ROUNDING_MICROS = 500;

    private final FfmpegMedia media;
    private final long startMicros;
    private final long lastGoodMicros;
    private @Nullable StillDecoder decoder; // owned
    private boolean hasGood; // the decoder, or lastGood
    private @Nullable Still lastGood;
    private @Nullable Still firstBad;

    private StillPictures(FfmpegMedia media, long startMicros, long lastGoodMicros) {
        this.media = media;
        this.startMicros = startMicros;
        this.lastGoodMicros = lastGoodMicros;
    }

    /**
     * What was found; null where there is no such picture.
     *
     * @param firstBad the first at or after the time
     * @param lastGood the last before it that was looked at and is beyond doubt; where nothing so
     *     early was kept, the first
     */
    record Found(@Nullable Still firstBad, @Nullable Still lastGood) {}

    /**
     * @param packets in the order of arrival; borrowed
     * @param beyondDoubtMicros until then nothing was wrong; the start, if it is certain
     * @throws MediaException when the codec cannot be decoded
     */
    static Found around(
            FfmpegMedia media, List<KeptPacket> packets, long startMicros, long beyondDoubtMicros)
            throws MediaException {
        long lastGoodMicros =
                lookedAtBefore(
                        packets, Math.min(beyondDoubtMicros, startMicros - ROUNDING_MICROS - 1));
        try (StillPictures stills = new StillPictures(media, startMicros, lastGoodMicros)) {
            stills.decode(packets);
            return new Found(stills.firstBad, stills.lastGood);
        }
    }

    /**
     * When the last picture before a time was shown that was looked at; that time itself, which is
     * as good, if none was left out since.
     */
    private static long lookedAtBefore(List<KeptPacket> packets, long micros) {
        long last = TimeBase.NO_TIME;
        long lookedAt = TimeBase.NO_TIME;
        for (KeptPacket packet : packets) {
            if (packet.isPicture() && packet.hasTime() && packet.timeMicros() <= micros) {
                last = Math.max(last, packet.timeMicros());
                lookedAt = packet.isLookedAt() ? Math.max(lookedAt, packet.timeMicros()) : lookedAt;
            }
        }
        return last == lookedAt ? micros : lookedAt + ROUNDING_MICROS;
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

    /** The last key frame before both: what precedes it is of no use. */
    private int entryBefore(List<KeptPacket> packets) {
        int begin = 0;
        for (int i = 0; i < packets.size(); i++) {
            KeptPacket packet = packets.get(i);
            if (packet.isEntry() && packet.isPicture() && packet.timeMicros() <= lastGoodMicros) {
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
            if (isBad || !hasGood || at <= lastGoodMicros) {
                from.hold();
                hasGood = true;
            }
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
