package io.sightline.source.ingest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a connection over which media is sent live, as the media library wants it. {@code
 * mode=listener} in its query makes this side wait for the sender, which SRT knows itself; for RTMP
 * and RTSP it becomes an option.
 *
 * @param url what is opened; secret
 * @param options of the library; secret
 * @param host without user info
 * @param listens whether the other side connects
 * @param port of a URL without one, that of its scheme where it is needed here; else 0
 * @param isTls whether the connection is encrypted, and the other side shows a certificate
 * @param isDatagrams whether there may be silence without a sign that the other side is gone
 */
record LiveAddress(
        String url,
        Map<String, String> options,
        String host,
        int port,
        boolean isTls,
        boolean listens,
        boolean isDatagrams) {

    private static final Pattern URL =
            Pattern.compile(
                    "(srt|rtmps?|rtsps?)://(?:[^/?#]*@)?(\\[[^]/?#]+]|[^:/?#\\[\\]]*)"
                            + "(?::(\\d{1,5}))?(?:[/?#].*)?",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern LISTENER =
            Pattern.compile("(?<=[?&])mode=listener(?:&|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern RENDEZVOUS =
            Pattern.compile("(?<=[?&])mode=rendezvous(?:&|$)", Pattern.CASE_INSENSITIVE);
    private static final int MAX_PORT = 65_535;

    LiveAddress {
        options = Map.copyOf(options);
    }

    /** Empty when the URL is not valid. */
    static Optional<LiveAddress> of(String url, boolean refusesPrivateAddresses) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String host = parts.group(2);
        boolean isSrt = scheme.equals("srt");
        boolean listens = LISTENER.matcher(url).find();
        boolean hasPort = parts.group(3) != null && Integer.parseInt(parts.group(3)) <= MAX_PORT;
        if (parts.group(3) == null ? isSrt : !hasPort) {
            return Optional.empty();
        } else if (host.isEmpty() && !(isSrt && listens)) {
            return Optional.empty();
        }
        String opened =
                isSrt || !listens
                        ? url
                        : LISTENER.matcher(url).replaceFirst("").replaceFirst("[?&]$", "");
        Map<String, String> options = new HashMap<>();
        if (scheme.startsWith("rtmp") && listens) {
            options.put("listen", "1");
        } else if (scheme.startsWith("rtsp")) {
            // Over the connection itself nothing is lost, and no other address is involved.
            options.put("rtsp_flags", listens ? "listen" : "prefer_tcp");
            if (refusesPrivateAddresses) {
                options.put("rtsp_transport", "tcp");
            }
        }
        boolean isTls = scheme.endsWith("s");
        int port = parts.group(3) == null ? defaultPort(scheme) : Integer.parseInt(parts.group(3));
        return Optional.of(
                new LiveAddress(opened, options, bare(host), port, isTls, listens, isSrt));
    }

    /** RFC 7826, 19.2 for rtsps; rtmps has that of https. */
    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "rtmps" -> 443;
            case "rtsps" -> 322;
            default -> 0;
        };
    }

    /** Why it cannot be opened, whatever the other side does, and what to do; empty if it can. */
    String obstacle() {
        if (isTls && listens) {
            return "nothing can be received here over TLS, which takes a certificate; leave out mode=listener, or use the scheme without TLS";
        } else if (isDatagrams && RENDEZVOUS.matcher(url).find()) {
            return "the rendezvous mode of SRT is not supported; have one side listen (mode=listener)";
        }
        return "";
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host;
    }
}
