package io.sightline.chaos;

import java.nio.charset.StandardCharsets;

/** Publishes the media as live HLS from the moment it is made on: a segment each second. */
final class LiveProgramme {

    static final int TARGET_SECONDS = 1;

    private static final int LISTED = 10;
    private static final int THERE_AT_ONCE = 3;

    private final ChaosMedia media;
    private final long startNanos = System.nanoTime();

    LiveProgramme(ChaosMedia media) {
        this.media = media;
    }

    /** The playlist as it is at that moment, {@code System.nanoTime}. */
    byte[] playlistAt(long nanos) {
        long seconds = Math.floorDiv(nanos - startNanos, 1_000_000_000L);
        int end = (int) Math.min(media.seconds(), seconds + THERE_AT_ONCE);
        int first = Math.max(0, end - LISTED);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n");
        text.append("#EXT-X-TARGETDURATION:").append(TARGET_SECONDS).append('\n');
        text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
        for (int i = first; i < end; i++) {
            text.append("#EXTINF:1.0,\n").append(i).append(".ts\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What lies at {@code /NUMBER.ts}. */
    byte[] segment(String path) {
        return media.segment(Integer.parseInt(path.substring(1, path.length() - 3)));
    }
}
