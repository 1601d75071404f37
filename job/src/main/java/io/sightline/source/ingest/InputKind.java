package io.sightline.source.ingest;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** How an input is read, as its location tells. */
public enum InputKind {
    /** A local file, read once. */
    FILE,
    /** One HTTP object: bounded or live, as the answer to the request says. */
    PROGRESSIVE,
    /** A playlist and its segments, local or over HTTP; ends or not as the playlist says. */
    HLS,
    /** An MPD and its segments, local or over HTTP; ends or not as the MPD says. */
    DASH,
    /** MPEG-TS in datagrams, plain or in RTP. */
    DATAGRAMS,
    /** Sent live over a connection: SRT, RTMP, RTSP. */
    CONNECTION,
    /** A scheme that nobody here reads. */
    UNKNOWN;

    private static final String FILE_SCHEME = "file:";

    public static InputKind of(String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        boolean isHttp = lower.startsWith("http://") || lower.startsWith("https://");
        if (lower.startsWith("udp://") || lower.startsWith("rtp://")) {
            return DATAGRAMS;
        } else if (lower.matches("(?s)(?:srt|rtmps?|rtsps?)://.*")) {
            return CONNECTION;
        } else if (lower.contains("://") && !isHttp && !lower.startsWith(FILE_SCHEME)) {
            return UNKNOWN;
        }
        String path = isHttp ? lower.split("[?#]", 2)[0] : lower;
        if (path.endsWith(".m3u8") || path.endsWith(".m3u")) {
            return HLS;
        } else if (path.endsWith(".mpd")) {
            return DASH;
        }
        return isHttp ? PROGRESSIVE : FILE;
    }

    /** The file that a path or a {@code file:} URL names. */
    public static Path pathOf(String location) {
        if (!location.toLowerCase(Locale.ROOT).startsWith(FILE_SCHEME)) {
            return Path.of(location);
        }
        try {
            return Path.of(URI.create(location));
        } catch (IllegalArgumentException notStrict) {
            // Spaces and the like, or a host: what follows the scheme is taken literally.
            return Path.of(location.substring(FILE_SCHEME.length()).replaceFirst("^//", ""));
        }
    }

    /** Whether its manifest may offer several renditions. */
    public boolean isAdaptive() {
        return this == HLS || this == DASH;
    }

    /** Whether such an input is known to end without having been opened. */
    public boolean isSurelyBounded() {
        return this == FILE || this == PROGRESSIVE || this == UNKNOWN;
    }
}
