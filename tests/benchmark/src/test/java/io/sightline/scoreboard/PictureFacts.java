package io.sightline.scoreboard;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;

/**
 * What is in the pictures of a clip, measured plainly and by no detector: it tells where a defect
 * can be seen at all.
 */
final class PictureFacts {

    private static final int CELL = 8;

    /** A cell has moved when its mean changes by so many of 255 levels. */
    private static final int MOVED_LEVELS = 2;

    private static final int LIT_LEVEL = 48;
    private static final int DARK_LEVEL = 24;
    private static final int EDGE_LEVELS = 32;

    /** How far a sample must stand out of those above and below to be seen as a tooth of a comb. */
    private static final int TOOTH_LEVELS = 12;

    /** What stands out by less than this does not by itself. */
    private static final int SMOOTH_LEVELS = 6;

    /** How much of the height or the width, at each side, bars of any strength planted cover. */
    private static final double BORDER = 0.18;

    /** One picture; all are shares, 0 to 1. */
    static final class Picture {

        private final double moving;
        private final double teeth;
        private final double litBorder;
        private final double dark;
        private final double edges;
        private final double slopes;
        private final int[] levels; // how many samples there are of each

        private Picture(
                double moving,
                double teeth,
                double litBorder,
                double dark,
                double edges,
                double slopes,
                int[] levels) {
            this.moving = moving;
            this.teeth = teeth;
            this.litBorder = litBorder;
            this.dark = dark;
            this.edges = edges;
            this.slopes = slopes;
            this.levels = levels;
        }

        /** Cells that changed since the picture before. */
        double moving() {
            return moving;
        }

        /** Samples that would stand out if every other line were of the picture before. */
        double teeth() {
            return teeth;
        }

        /** Lit cells along that border of the four that has the fewest. */
        double litBorder() {
            return litBorder;
        }

        /** Dark cells. */
        double dark() {
            return dark;
        }

        /** Samples with the step of an edge beside them. */
        double edges() {
            return edges;
        }

        /** Cells that are slopes: neither flat nor textured. */
        double slopes() {
            return slopes;
        }

        /** The share of samples whose level meets what a strength does to it. */
        double share(IntPredicate which) {
            long all = 0;
            long some = 0;
            for (int level = 0; level < levels.length; level++) {
                all += levels[level];
                some += which.test(level) ? levels[level] : 0;
            }
            return (double) some / all;
        }
    }

    private final List<Picture> pictures = new ArrayList<>();
    private final double rate;
    private final int columns;
    private final int rows;
    private byte[] lastCells = {};
    private byte[] lastLuma = {};

    private PictureFacts(int width, int height, double rate) {
        this.rate = rate;
        this.columns = width / CELL;
        this.rows = height / CELL;
    }

    static PictureFacts of(Path clip) throws IOException {
        PictureSize size = PictureSize.of(clip);
        int width = size.width();
        int height = size.height();
        PictureFacts facts = new PictureFacts(width, height, size.rate());
        String decode =
                "-v error -t 60 -i "
                        + clip
                        + " -map 0:v -vf extractplanes=y -fps_mode passthrough -f rawvideo -pix_fmt gray -";
        Process process =
                FfmpegProgram.ffmpeg()
                        .command(List.of(decode.split(" ", -1)))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (InputStream output = process.getInputStream()) {
            byte[] luma = new byte[width * height];
            while (output.readNBytes(luma, 0, luma.length) == luma.length) {
                facts.add(luma, width);
            }
        } finally {
            process.destroy();
        }
        return facts;
    }

    private void add(byte[] luma, int width) {
        int[] histogram = new int[256];
        int edges = 0;
        for (int i = 0; i < luma.length; i++) {
            histogram[luma[i] & 0xff]++;
            boolean isFirst = i % width == 0;
            edges +=
                    !isFirst && Math.abs((luma[i] & 0xff) - (luma[i - 1] & 0xff)) >= EDGE_LEVELS
                            ? 1
                            : 0;
        }
        byte[] cells = new byte[columns * rows];
        int slopes = 0;
        int dark = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int cell = cell(luma, width, column, row);
                cells[row * columns + column] = (byte) (cell & 0xff);
                slopes += cell >> 8;
                dark += (cell & 0xff) < DARK_LEVEL ? 1 : 0;
            }
        }
        double moving = pictures.isEmpty() ? 0 : moving(cells, lastCells);
        pictures.add(
                new Picture(
                        moving,
                        pictures.isEmpty() ? 0 : teeth(luma, lastLuma, width),
                        litBorder(cells),
                        (double) dark / cells.length,
                        (double) edges / luma.length,
                        (double) slopes / cells.length,
                        histogram));
        lastCells = cells;
        lastLuma = luma.clone();
    }

    private static double teeth(byte[] luma, byte[] before, int width) {
        int teeth = 0;
        for (int at = width; at + width < luma.length; at++) {
            if (at / width % 2 == 0) {
                continue;
            }
            int above = luma[at - width] & 0xff;
            int below = luma[at + width] & 0xff;
            int beside = (above + below) / 2;
            boolean standsOut = Math.abs((before[at] & 0xff) - beside) >= TOOTH_LEVELS;
            boolean isSmooth =
                    Math.abs(above - below) < SMOOTH_LEVELS
                            && Math.abs((luma[at] & 0xff) - beside) < SMOOTH_LEVELS;
            teeth += standsOut && isSmooth ? 1 : 0;
        }
        return (double) teeth / luma.length;
    }

    /** The mean of a cell; 256 more if it is a slope: one to twelve levels from side to side. */
    private static int cell(byte[] luma, int width, int column, int row) {
        int sum = 0;
        int least = 255;
        int most = 0;
        for (int y = 0; y < CELL; y++) {
            int at = (row * CELL + y) * width + column * CELL;
            for (int x = 0; x < CELL; x++) {
                int level = luma[at + x] & 0xff;
                sum += level;
                least = Math.min(least, level);
                most = Math.max(most, level);
            }
        }
        boolean isSlope = most - least >= 2 && most - least <= 12;
        return sum / CELL / CELL + (isSlope ? 256 : 0);
    }

    private static double moving(byte[] cells, byte[] before) {
        int moved = 0;
        for (int i = 0; i < cells.length; i++) {
            moved += Math.abs((cells[i] & 0xff) - (before[i] & 0xff)) >= MOVED_LEVELS ? 1 : 0;
        }
        return (double) moved / cells.length;
    }

    private double litBorder(byte[] cells) {
        int high = (int) Math.ceil(rows * BORDER);
        int wide = (int) Math.ceil(columns * BORDER);
        return Math.min(
                Math.min(
                        lit(cells, 0, high, 0, columns), lit(cells, rows - high, rows, 0, columns)),
                Math.min(
                        lit(cells, 0, rows, 0, wide),
                        lit(cells, 0, rows, columns - wide, columns)));
    }

    private double lit(byte[] cells, int fromRow, int toRow, int fromColumn, int toColumn) {
        int lit = 0;
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column++) {
                lit += (cells[row * columns + column] & 0xff) >= LIT_LEVEL ? 1 : 0;
            }
        }
        return (double) lit / ((toRow - fromRow) * (toColumn - fromColumn));
    }

    /** The pictures between two instants. */
    List<Picture> between(double fromSeconds, double toSeconds) {
        int from = (int) Math.round(Math.max(0, fromSeconds) * rate);
        int to = (int) Math.round(toSeconds * rate);
        return pictures.subList(
                Math.min(from, pictures.size()), Math.max(from, Math.min(to, pictures.size())));
    }

    double mean(double fromSeconds, double toSeconds, ToDoubleFunction<Picture> of) {
        return between(fromSeconds, toSeconds).stream().mapToDouble(of).average().orElse(0);
    }

    /** The least mean of any stretch of a length within. */
    double leastMean(
            double fromSeconds, double toSeconds, double length, ToDoubleFunction<Picture> of) {
        double least = Double.MAX_VALUE;
        for (double at = fromSeconds; at + length <= toSeconds + 1e-9; at += length / 2) {
            least = Math.min(least, mean(at, at + length, of));
        }
        return least;
    }
}
