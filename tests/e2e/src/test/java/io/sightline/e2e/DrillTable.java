package io.sightline.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Drills as a table for people. */
final class DrillTable {

    private static final List<String> HEADS =
            List.of("drill", "expected", "seen", "well after", "quiet for", "rows", "wrong");

    private DrillTable() {}

    static String of(List<Drill> drills) {
        List<List<String>> lines = new ArrayList<>(List.of(HEADS));
        for (Drill drill : drills) {
            lines.add(
                    List.of(
                            drill.name(),
                            drill.expected(),
                            drill.observed(),
                            seconds(drill.took().toMillis()),
                            seconds(drill.quiet().toMillis()),
                            drill.rows().seen() + " of " + drill.rows().expected(),
                            Integer.toString(drill.rows().differences().size())));
        }
        int[] widths = new int[HEADS.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder("\n");
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                text.append(("%-" + (widths[i] + 2) + "s").formatted(line.get(i)));
            }
            text.append('\n');
        }
        for (Drill drill : drills) {
            drill.rows().differences().stream()
                    .limit(10)
                    .forEach(
                            one -> text.append(drill.name()).append(": ").append(one).append('\n'));
        }
        return text.toString();
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
