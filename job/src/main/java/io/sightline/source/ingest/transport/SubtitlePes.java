package io.sightline.source.ingest.transport;

/** Whether a packet of a subtitle track carries any: ETSI EN 300 743 and EN 300 472. */
final class SubtitlePes {

    private static final int HEADER_BYTES = 9;
    private static final int TELETEXT_FIRST = 0x10;
    private static final int TELETEXT_LAST = 0x1f;
    private static final int TELETEXT_SUBTITLE = 0x03;
    private static final int DVB_SUBTITLE = 0x20;

    private SubtitlePes() {}

    /**
     * Looks at the begin of a PES packet. Teletext is sent all the time: what counts are its units
     * that are marked as subtitles.
     */
    static boolean isSubtitle(byte[] window, int from, int end) {
        if (end - from < HEADER_BYTES
                || window[from] != 0
                || window[from + 1] != 0
                || window[from + 2] != 1) {
            return false;
        }
        int at = from + HEADER_BYTES + (window[from + 8] & 0xff);
        int identifier = at < end ? window[at] & 0xff : 0;
        if (identifier == DVB_SUBTITLE) {
            return true;
        }
        if (identifier < TELETEXT_FIRST || identifier > TELETEXT_LAST) {
            return false;
        }
        for (int unit = at + 1; unit + 1 < end; unit += 2 + (window[unit + 1] & 0xff)) {
            if ((window[unit] & 0xff) == TELETEXT_SUBTITLE) {
                return true;
            }
        }
        return false;
    }
}
