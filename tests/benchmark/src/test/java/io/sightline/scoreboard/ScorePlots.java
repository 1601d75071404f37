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

/** Draws the plots of the page as SVG. */
final class ScorePlots {

    private static final int WIDTH = 900;
    private static final int COLUMNS = 4;
    private static final int CELL_WIDTH = 215;
    private static final int CELL_HEIGHT = 132;
    private static final int PLOT_WIDTH = 165;
    private static final int PLOT_HEIGHT = 72;
    private static final int LABEL_WIDTH = 190;
    private static final int BAR = 12;

    private static final String OURS = "#1f5fbf";
    private static final String OTHERS = "#e08a1e";
    private static final String PALE = "#f2cf9f";
    private static final String LINE = "#d0d4da";

    private ScorePlots() {}

    static void write(Scores scores, ReferenceScores reference, Path folder) throws IOException {
        Files.writeString(folder.resolve("accuracy-recall.svg"), recall(scores));
        Files.writeString(folder.resolve("accuracy-false.svg"), falseIncidents(scores));
        Files.writeString(
                folder.resolve("accuracy-ffmpeg.svg"),
                besideFfmpeg(reference.compared(scores.verdicts())));
    }

    /** A plot for each defect with more than one strength. */
    private static String recall(Scores scores) {
        StringBuilder out = new StringBuilder();
        legend(out, 16, OURS, "clips that no level was chosen with");
        legend(out, 290, OTHERS, "clips that levels were chosen with");
        int cells = 0;
        for (String defect : scores.defects()) {
            List<Double> strengths = ScoreTables.strengthsOf(scores, defect);
            if (strengths.size() > 1) {
                plot(out, scores, defect, strengths, cells++);
            }
        }
        int rows = Math.max(1, (cells + COLUMNS - 1) / COLUMNS);
        return svg(36 + rows * CELL_HEIGHT, out.toString());
    }

    private static void plot(
            StringBuilder out, Scores scores, String defect, List<Double> strengths, int cell) {
        int left = 40 + cell % COLUMNS * CELL_WIDTH;
        int top = 60 + cell / COLUMNS * CELL_HEIGHT;
        text(out, left, top - 8, "start", 12, defect);
        for (int quarter = 0; quarter <= 4; quarter++) {
            int y = top + PLOT_HEIGHT * quarter / 4;
            line(out, left, y, left + PLOT_WIDTH, y);
        }
        text(out, left - 6, top + 4, "end", 10, "1");
        text(out, left - 6, top + PLOT_HEIGHT + 4, "end", 10, "0");
        for (Base.Half half : List.of(Base.Half.TUNE, Base.Half.REPORT)) {
            String colour = half == Base.Half.REPORT ? OURS : OTHERS;
            List<String> points = new ArrayList<>();
            for (int i = 0; i < strengths.size(); i++) {
                double strength = strengths.get(i);
                List<Outcome> planted =
                        scores.planted(
                                defect,
                                one ->
                                        one.label().strength() == strength
                                                && one.clip().base().half() == half);
                if (!planted.isEmpty()) {
                    double x = x(left, i, strengths.size());
                    double y = top + PLOT_HEIGHT * (1 - Scores.recall(planted));
                    points.add(format("%.1f,%.1f", x, y));
                    // The one in front is smaller, so that both are seen where they agree.
                    double radius = half == Base.Half.REPORT ? 3 : 5;
                    out.append(
                            format(
                                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>%n",
                                    x, y, radius, colour));
                }
            }
            out.append(
                    format(
                            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                            String.join(" ", points), colour, half == Base.Half.REPORT ? 2 : 4));
        }
        for (int i = 0; i < strengths.size(); i++) {
            String strength = ScorePage.plain(strengths.get(i));
            int x = (int) x(left, i, strengths.size());
            text(out, x, top + PLOT_HEIGHT + 17, "middle", 10, strength);
        }
    }

    private static double x(int left, int index, int count) {
        return left + 8 + (PLOT_WIDTH - 16.0) * index / (count - 1);
    }

    private static String besideFfmpeg(List<ReferenceScores.Comparison> compared) {
        StringBuilder out = new StringBuilder();
        legend(out, 16, OURS, "Sightline, built-in policy");
        legend(out, 230, OTHERS, "FFmpeg's filter, tuned");
        legend(out, 420, PALE, "FFmpeg's filter, default");
        int top = 50;
        int width = 520;
        int height = Math.max(1, compared.size()) * (3 * BAR + 12);
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            int x = LABEL_WIDTH + 110 + width * tenth / 10;
            out.append(
                    format(
                            "<line x1=\"%1$d\" y1=\"%2$d\" x2=\"%1$d\" y2=\"%3$d\" stroke=\"%4$s\"/>%n",
                            x, top - 6, top + height, LINE));
            text(out, x, top - 10, "middle", 10, format("%.1f", tenth / 10.0));
        }
        for (ReferenceScores.Comparison one : compared) {
            text(out, LABEL_WIDTH + 100, top + BAR + 4, "end", 12, one.defect());
            text(out, LABEL_WIDTH + 100, top + 2 * BAR + 7, "end", 10, one.filter());
            bar(out, top, width * one.ours(), OURS, one.ours());
            bar(out, top + BAR, width * one.tuned(), OTHERS, one.tuned());
            if (!Double.isNaN(one.usual())) {
                bar(out, top + 2 * BAR, width * one.usual(), PALE, one.usual());
            }
            top += 3 * BAR + 12;
        }
        return svg(top + 10, out.toString());
    }

    private static void bar(StringBuilder out, int y, double width, String colour, double value) {
        int left = LABEL_WIDTH + 110;
        out.append(
                format(
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                        left, y, Math.max(1, width), BAR - 2, colour));
        text(out, (int) (left + 5 + width), y + BAR - 3, "start", 9, format("%.2f", value));
    }

    private static String falseIncidents(Scores scores) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Wrong wrong : scores.wrong()) {
            if (!wrong.isMistaken()) {
                counts.merge(wrong.found().defect(), 1, Integer::sum);
            }
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
        double hours = scores.cleanHours(clip -> true) + scores.untouchedHours();
        StringBuilder out = new StringBuilder();
        text(
                out,
                16,
                24,
                "start",
                12,
                format("False incidents in an hour, in brackets how many in %.1f hours", hours));
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        int y = 42;
        for (Map.Entry<String, Integer> one : counts.entrySet()) {
            double width = 480.0 * one.getValue() / most;
            text(out, LABEL_WIDTH - 8, y + 12, "end", 12, one.getKey());
            out.append(
                    format(
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>%n",
                            LABEL_WIDTH, y, width, OURS));
            String value = format("%.2f (%d)", one.getValue() / hours, one.getValue());
            text(out, (int) (LABEL_WIDTH + 6 + width), y + 12, "start", 11, value);
            y += 22;
        }
        if (counts.isEmpty()) {
            text(out, 16, y + 10, "start", 12, "none");
            y += 22;
        }
        return svg(y + 10, out.toString());
    }

    private static void legend(StringBuilder out, int x, String colour, String words) {
        out.append(
                format(
                        "<rect x=\"%d\" y=\"14\" width=\"12\" height=\"12\" fill=\"%s\"/>%n",
                        x, colour));
        text(out, x + 18, 24, "start", 12, words);
    }

    private static void line(StringBuilder out, int x1, int y1, int x2, int y2) {
        out.append(
                format(
                        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>%n",
                        x1, y1, x2, y2, LINE));
    }

    private static void text(
            StringBuilder out, int x, int y, String anchor, int size, String words) {
        out.append(
                format(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"%d\" fill=\"#24292f\">%s</text>%n",
                        x, y, anchor, size, words));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    private static String svg(int height, String content) {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" font-family="sans-serif">
        <rect width="%1$d" height="%2$d" fill="white"/>
        %3$s</svg>
        """
                .formatted(WIDTH, height, content);
    }
}
