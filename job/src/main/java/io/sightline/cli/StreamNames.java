package io.sightline.cli;

import io.sightline.detector.model.StreamId;
import io.sightline.media.Redaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names streams after their URLs or files: the last part of the path without its extension; the
 * part before it where the last one says nothing ({@code news/master.m3u8} is {@code news}); the
 * host where there is no path. Names that come twice get a number.
 */
final class StreamNames {

    private static final int LONGEST = 64;

    private static final Set<String> SAY_NOTHING =
            Set.of(
                    "index",
                    "master",
                    "main",
                    "manifest",
                    "playlist",
                    "chunklist",
                    "live",
                    "stream",
                    "media",
                    "prog_index",
                    "hls",
                    "dash",
                    "video");

    private StreamNames() {}

    /** A name for each input, in their order, no two alike. */
    static List<StreamId> of(List<String> inputs) {
        Set<String> taken = new HashSet<>();
        List<StreamId> names = new ArrayList<>();
        for (String input : inputs) {
            String name = nameOf(input);
            String unique = name;
            for (int i = 2; !taken.add(unique); i++) {
                unique = name + "-" + i;
            }
            names.add(new StreamId(unique));
        }
        return names;
    }

    private static String nameOf(String input) {
        int scheme = input.indexOf("://");
        String rest = input;
        if (scheme >= 0) {
            // What may be secret is no name either: the key of an RTMP stream is in its path.
            rest = Redaction.of(input).substring(scheme + 3).replaceFirst("/\\*+$", "");
        }
        List<String> parts = new ArrayList<>(List.of(rest.split("[/\\\\]+")));
        parts.removeIf(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        boolean hasHost = scheme >= 0 && !input.startsWith("file:") && !parts.isEmpty();
        String host = hasHost ? parts.remove(0) : "";
        for (int i = parts.size() - 1; i >= 0; i--) {
            String part = i == parts.size() - 1 ? withoutExtension(parts.get(i)) : parts.get(i);
            boolean lastResort = i == 0 && !hasHost;
            if (lastResort || !SAY_NOTHING.contains(part.toLowerCase(Locale.ROOT))) {
                return clean(part);
            }
        }
        return clean(host.isEmpty() ? "stream" : host);
    }

    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String clean(String name) {
        StringBuilder clean = new StringBuilder();
        name.codePoints()
                .forEach(
                        c -> {
                            boolean fine = Character.isLetterOrDigit(c) || c == '.' || c == '_';
                            if (fine) {
                                clean.appendCodePoint(c);
                            } else if (clean.length() > 0 && !endsWithDash(clean)) {
                                clean.append('-');
                            }
                        });
        while (endsWithDash(clean)) {
            clean.setLength(clean.length() - 1);
        }
        if (clean.length() > LONGEST) {
            clean.setLength(LONGEST);
        }
        return clean.isEmpty() ? "stream" : clean.toString();
    }

    private static boolean endsWithDash(StringBuilder text) {
        return text.length() > 0 && text.charAt(text.length() - 1) == '-';
    }
}
