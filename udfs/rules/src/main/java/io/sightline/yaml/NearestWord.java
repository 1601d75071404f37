package io.sightline.yaml;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class NearestWord {

    private NearestWord() {}

    /** The known word that takes the fewest edits, if those are few for its length. */
    public static Optional<String> of(String word, Collection<String> known) {
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : known) {
            int edits = edits(word, candidate);
            if (edits < fewest) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest != null && fewest <= 1 + nearest.length() / 4
                ? Optional.of(nearest)
                : Optional.empty();
    }

    /** The end of a message: {@code ; did you mean 'x'?}, or else the known words, if few. */
    public static String hint(String word, Collection<String> known) {
        return of(word, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElseGet(
                        () ->
                                known.isEmpty() || known.size() > 12
                                        ? ""
                                        : "; known are " + String.join(", ", known));
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = best;
            }
        }
        return cost[a.length()][b.length()];
    }
}
