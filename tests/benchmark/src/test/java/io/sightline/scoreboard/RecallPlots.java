package io.sightline.scoreboard;

import io.sightline.scoreboard.Verdicts.Outcome;
import io.sightline.scoreboard.Verdicts.Wrong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws the plots of the scoreboard as SVG. */
final class RecallPlots {

    private static final int COLUMNS = 4;
    private static final int CELL_WIDTH = 210;
    private static final int CELL_HEIGHT = 120;
    private static final int PLOT_WIDTH = 160;
    private static final int PLOT_HEIGHT = 70;
    private static final int BAR_HEIGHT = 18;
    private static final int LABEL_WIDTH = 190;

    private RecallPlots() {}

    static void write(Scores scores, Path folder) throws IOException {
        Files.writeString(folder.resolve("scoreboard-recall.svg"), recall(scores));
        Files.writeString(folder.resolve("scoreboard-false.svg"), falseIncidents(scores));
    }

    private static String recall(Scores scores) {
        List<String> plots = new ArrayList<>();
        for (String defect : scores.defects()) {
            TreeSet<Double> strengths = new TreeSet<>();
            scores.planted(defect, one -> true)
                    .forEach(one -> strengths.add(one.label().strength()));
            if (strengths.size() > 1) {
                plots.add(plot(scores, defect, List.copyOf(strengths), plots.size()));
            }
        }
        int rows = (plots.size() + COLUMNS - 1) / COLUMNS;
        return svg(COLUMNS * CELL_WIDTH, Math.max(1, rows) * CELL_HEIGHT, String.join("", plots));
    }

    private static String plot(Scores scores, String defect, List<Double> strengths, int cell) {
        int left = cell % COLUMNS * CELL_WIDTH + 35;
        int top = cell / COLUMNS * CELL_HEIGHT + 22;
        StringBuilder out = new StringBuilder();
        text(out, left, top - 6, "start", defect);
        out.append(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>%n"
                        .formatted(left, top, PLOT_WIDTH, PLOT_HEIGHT));
        text(out, left - 4, top + 9, "end", "1");
        text(out, left - 4, top + PLOT_HEIGHT, "end", "0");
        for (Base.Half half : Base.Half.values()) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < strengths.size(); i++) {
                double strength = strengths.get(i);
                List<Outcome> planted =
                        scores.planted(
                                defect,
                                one ->
                                        one.label().strength() == strength
                                                && one.clip().base().half() == half);
                if (!planted.isEmpty()) {
                    double x = left + (double) PLOT_WIDTH * i / (strengths.size() - 1);
                    double y = top + PLOT_HEIGHT * (1 - Scores.recall(planted));
                    points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
                }
            }
            out.append(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>%n"
                            .formatted(
                                    points.toString().strip(),
                                    half == Base.Half.REPORT ? "#1f5fbf" : "#e08a1e",
                                    half == Base.Half.REPORT ? "" : " stroke-dasharray=\"4 3\""));
        }
        for (int i = 0; i < strengths.size(); i++) {
            int x = left + PLOT_WIDTH * i / (strengths.size() - 1);
            text(out, x, top + PLOT_HEIGHT + 13, "middle", ScorePage.plain(strengths.get(i)));
        }
        return out.toString();
    }

    private static String falseIncidents(Scores scores) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Wrong wrong : scores.wrong()) {
            counts.merge(wrong.found().defect(), wrong.isMistaken() ? 0 : 1, Integer::sum);
        }
        scores.untouched()
                .values()
                .forEach(
                        clean ->
                                clean.found()
                                        .forEach(
                                                one ->
                                                        counts.merge(
                                                                one.defect(), 1, Integer::sum)));
        double hours = scores.cleanHours(clip -> true);
        hours += scores.untouched().values().stream().mapToDouble(Scores.Clean::hours).sum();
        counts.values().removeIf(count -> count == 0);
        StringBuilder out = new StringBuilder();
        text(out, 4, 14, "start", "False incidents in an hour of clean content");
        int row = 0;
        double most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(1) / hours;
        for (Map.Entry<String, Integer> one : counts.entrySet()) {
            double perHour = one.getValue() / hours;
            int y = 24 + row++ * BAR_HEIGHT;
            text(out, LABEL_WIDTH - 6, y + 12, "end", one.getKey());
            out.append(
                    String.format(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#1f5fbf\"/>%n",
                            LABEL_WIDTH,
                            y,
                            400 * perHour / most,
                            BAR_HEIGHT - 4));
            text(
                    out,
                    LABEL_WIDTH + 6 + (int) (400 * perHour / most),
                    y + 12,
                    "start",
                    String.format(Locale.ROOT, "%.2f (%d)", perHour, one.getValue()));
        }
        return svg(700, 30 + Math.max(1, row) * BAR_HEIGHT, out.toString());
    }

    private static void text(StringBuilder out, int x, int y, String anchor, String words) {
        out.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"11\">%s</text>%n"
                        .formatted(x, y, anchor, words));
    }

    private static String svg(int width, int height, String content) {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" font-family="sans-serif">
        <rect width="%1$d" height="%2$d" fill="white"/>
        %3$s</svg>
        """
                .formatted(width, height, content);
    }
}
