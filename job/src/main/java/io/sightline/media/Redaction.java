package io.sightline.media;

/** Makes locations fit for logs and messages: user info, query and fragment may hold secrets. */
public final class Redaction {

    private Redaction() {}

    /** The location without user info, query and fragment; plain file paths keep all of it. */
    public static String of(String location) {
        return PlainText.of(withoutSecrets(location));
    }

    private static String withoutSecrets(String location) {
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
