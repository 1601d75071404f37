package io.sightline.notify.route;

import java.io.Serializable;

/**
 * A pattern of names: {@code *} stands for any characters, {@code ?} for one.
 *
 * @param text as written
 */
public record Glob(String text) implements Serializable {

    /** Whether the whole of a name fits. Linear in the lengths for one star, never exponential. */
    public boolean matches(String name) {
        int t = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (t < text.length() && text.charAt(t) == '*') {
                star = t++;
                resume = n;
            } else if (t < text.length()
                    && (text.charAt(t) == '?' || text.charAt(t) == name.charAt(n))) {
                t++;
                n++;
            } else if (star >= 0) {
                t = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (t < text.length() && text.charAt(t) == '*') {
            t++;
        }
        return t == text.length();
    }
}
