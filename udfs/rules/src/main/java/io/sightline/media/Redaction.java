package io.sightline.media;

import java.util.regex.Pattern;

/**
 * Makes locations fit for logs and messages: user info, query and fragment may hold secrets, and so
 * may the path of RTMP behind the application, where the stream key is.
 */
public final class Redaction {

    private static final Pattern RTMP_KEY =
            Pattern.compile("(?i)^(rtmp[a-z]*://[^/]*/[^/]*/).+", Pattern.DOTALL);

    private Redaction() {}

    /**
     * The location without user info, query and fragment, of RTMP also without what follows the
     * application; plain file paths stay as they are.
     */
    public static String of(String location) {
        String shown = RTMP_KEY.matcher(withoutCredentials(location)).replaceFirst("$1***");
        return PlainText.of(shown);
    }

    private static String withoutCredentials(String location) {
        int scheme = location.indexOf("://");
        if (scheme < 0) {
            return location;
        }
        int begin = scheme + 3;
        int end = firstOf(location, begin, "?#");
        // An unescaped '@' may be part of a password: what counts is the last one before the path.
        int authorityEnd = firstOf(location, begin, "/?#");
        int userInfoEnd = location.lastIndexOf('@', authorityEnd - 1);
        String prefix = location.substring(0, begin);
        if (userInfoEnd < begin) {
            return prefix + location.substring(begin, end);
        }
        return prefix + location.substring(userInfoEnd + 1, end);
    }

    private static int firstOf(String text, int from, String anyOf) {
        for (int i = from; i < text.length(); i++) {
            if (anyOf.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
