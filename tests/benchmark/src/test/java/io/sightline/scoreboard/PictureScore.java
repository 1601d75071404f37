package io.sightline.scoreboard;

import java.util.Locale;

/** How often a measure was right about pictures. */
final class PictureScore {

    private int found;
    private int missed;
    private int wrong;

    void add(boolean isDamaged, boolean isOver) {
        if (isDamaged) {
            found += isOver ? 1 : 0;
            missed += isOver ? 0 : 1;
        } else {
            wrong += isOver ? 1 : 0;
        }
    }

    double precision() {
        return found == 0 ? 0 : (double) found / (found + wrong);
    }

    double recall() {
        return found == 0 ? 0 : (double) found / (found + missed);
    }

    double f1() {
        return found == 0 ? 0 : 2.0 * found / (2 * found + missed + wrong);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f / %.3f / **%.3f**", precision(), recall(), f1());
    }
}
