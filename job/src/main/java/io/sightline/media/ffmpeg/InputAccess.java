package io.sightline.media.ffmpeg;

import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import io.sightline.media.MediaInput;
import io.sightline.media.Redaction;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the library may reach an input, decided before it touches anything. An input reaches only its
 * own kind of place, and containers that are lists of other places (playlists, concat scripts) are
 * not read at all: an address found inside media must not open files or hosts of its choosing.
 *
 * @param url what the library opens
 * @param protocols the only protocols it may use, for this input and all it leads to
 * @param containers the only containers it may recognise
 * @param options defaults of the protocol; those of the input go over them
 * @param shown for people
 */
record InputAccess(
        String url,
        String protocols,
        String containers,
        Map<String, String> options,
        String shown) {

    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*");

    private static final String CONTAINERS =
            String.join(
                    ",",
                    // containers
                    "mov,matroska,webm,mpegts,mpeg,flv,avi,asf,ogg,mxf,gxf,nut,rm,ivf,y4m,"
                            + "yuv4mpegpipe,wtv,live_flv,dv,caf,wav,w64,aiff,au,",
                    // Elementary streams. Raw AMR is none of them: without its header any bytes
                    // look like speech in it, and noise would be watched.
                    "mpegvideo,m4v,h264,hevc,vvc,av1,obu,vc1,vc1test,h263,mjpeg,mp3,aac,ac3,"
                            + "eac3,ac4,dts,dtshd,flac,amr,loas,truehd,mlp,mpc,mpc8,wv,tta,ape,"
                            + "spdif,opus");

    InputAccess {
        options = Map.copyOf(options);
    }

    static InputAccess of(MediaInput input) throws MediaException {
        if (input instanceof MediaInput.Bytes bytes) {
            // No protocol has this name: what is inside the bytes leads nowhere.
            return new InputAccess(
                    "bytes:" + bytes.name(), "bytes", CONTAINERS, Map.of(), bytes.name());
        }
        return of(((MediaInput.Location) input).location());
    }

    private static InputAccess of(String location) throws MediaException {
        String shown = Redaction.of(location);
        return switch (scheme(location)) {
            case "" -> file(Path.of(location), shown);
            case "file" -> file(fileOf(location, shown), shown);
            case "http", "https" -> network(location, "http,https,httpproxy,tcp,tls", trusted());
            // A full receive buffer loses packets, which is measured; it must not end the input.
            case "udp" -> network(location, "udp", Map.of("overrun_nonfatal", "1"));
            case "srt" -> network(location, "srt", Map.of());
            case "tcp" -> network(location, "tcp", Map.of());
            case "rtmp" -> network(location, "rtmp,tcp", Map.of());
            case "rtmps" -> network(location, "rtmps,tcp,tls", trusted());
            case "rtsp" -> network(location, "rtp,udp,tcp", Map.of());
            case "rtsps" -> network(location, "rtp,udp,tcp,tls", trusted());
            default ->
                    throw new MediaException(
                            Reason.UNSUPPORTED,
                            "Cannot open '%s': the scheme '%s' is not read; use a file or http, https, udp, srt, tcp, rtmp or rtsp."
                                    .formatted(shown, scheme(location)));
        };
    }

    /** The library trusts everybody unless told otherwise. */
    private static Map<String, String> trusted() throws MediaException {
        return Map.of("tls_verify", "1", "ca_file", TrustedCertificates.file());
    }

    /** The scheme in lower case; empty for a plain path, also for one that has a colon in it. */
    private static String scheme(String location) {
        Matcher matcher = SCHEME.matcher(location);
        if (!matcher.matches()) {
            return "";
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        boolean isUrl = location.startsWith("//", scheme.length() + 1) || scheme.equals("file");
        return isUrl ? scheme : "";
    }

    private static InputAccess network(
            String location, String protocols, Map<String, String> options) {
        return new InputAccess(
                location, protocols, CONTAINERS + ",rtsp", options, Redaction.of(location));
    }

    private static Path fileOf(String location, String shown) throws MediaException {
        try {
            return location.startsWith("file:/")
                    ? Path.of(URI.create(location))
                    : Path.of(location.substring("file:".length()));
        } catch (IllegalArgumentException e) {
            throw new MediaException(
                    Reason.NOT_FOUND,
                    "Cannot open '%s': it is not a valid file URL: %s"
                            .formatted(shown, e.getMessage()),
                    e);
        }
    }

    private static InputAccess file(Path path, String shown) throws MediaException {
        if (!Files.exists(path)) {
            throw new MediaException(
                    Reason.NOT_FOUND, "Cannot open '%s': there is no such file.".formatted(shown));
        }
        if (Files.isDirectory(path)) {
            throw new MediaException(
                    Reason.NOT_MEDIA,
                    "Cannot open '%s': it is a directory; name a media file in it."
                            .formatted(shown));
        }
        if (!Files.isReadable(path)) {
            throw new MediaException(
                    Reason.REFUSED,
                    "Cannot open '%s': it may not be read by this user.".formatted(shown));
        }
        return new InputAccess("file:" + path, "file", CONTAINERS, Map.of(), shown);
    }
}
