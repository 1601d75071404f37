package io.sightline.demo;

import io.sightline.demo.VodPlaylist.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which segments of a finished playlist are published at a time, if it is shown as if it were live:
 * each one appears when it would just have been recorded, and goes when enough newer ones are
 * there.
 *
 * @param startedAt when the publishing began
 * @param ahead how much media was there at once at that time
 * @param length how many segments are listed at most
 */
record SlidingWindow(VodPlaylist vod, Instant startedAt, Duration ahead, int length) {

    SlidingWindow {
        if (length < 1) {
            throw new IllegalArgumentException("A window of " + length + " segments");
        }
    }

    /** How many segments have appeared; those before the window have gone again. */
    int appeared(Instant now) {
        Duration recorded = Duration.between(startedAt, now).plus(ahead);
        Duration end = Duration.ZERO;
        int count = 0;
        for (Segment segment : vod.segments()) {
            end = end.plus(segment.duration());
            if (end.compareTo(recorded) > 0) {
                break;
            }
            count++;
        }
        return count;
    }

    /** The playlist that a player gets now. */
    String playlist(Instant now) {
        int appeared = appeared(now);
        int first = Math.max(0, appeared - length);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
        text.append("#EXT-X-TARGETDURATION:")
                .append((vod.longestSegment().toMillis() + 999) / 1000)
                .append('\n');
        text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
        text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        vod.initSegment().ifPresent(i -> text.append("#EXT-X-MAP:URI=\"" + i + "\"\n"));
        List<Segment> segments = vod.segments();
        Instant recordedAt = startedAt.minus(ahead);
        for (int i = 0; i < appeared; i++) {
            Segment segment = segments.get(i);
            if (i >= first) {
                text.append("#EXT-X-PROGRAM-DATE-TIME:").append(recordedAt).append('\n');
                text.append("#EXTINF:")
                        .append(segment.duration().toMillis() / 1000.0)
                        .append(",\n");
                text.append(segment.file()).append('\n');
            }
            recordedAt = recordedAt.plus(segment.duration());
        }
        return text.toString();
    }

    /** Whether a player may still, or already, fetch that file. */
    boolean isAvailable(String file, Instant now) {
        if (vod.initSegment().filter(file::equals).isPresent()) {
            return true;
        }
        int appeared = appeared(now);
        // Those that have just left the list are kept a while, as real servers do.
        int first = Math.max(0, appeared - 2 * length);
        return vod.segments().subList(first, appeared).stream()
                .anyMatch(segment -> segment.file().equals(file));
    }
}
