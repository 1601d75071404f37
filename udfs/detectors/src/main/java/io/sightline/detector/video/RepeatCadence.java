package io.sightline.detector.video;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Tells repeats that a conversion of picture rates makes from others, by how many times each of the
 * last pictures was shown.
 *
 * <p>Showing p pictures a second at q a second spreads the repeats as evenly as can be: pictures
 * are shown q/p times, rounded down or up, and in any stretch of so many pictures the number of
 * those shown once more differs by one at most (a balanced or Sturmian sequence: Morse and Hedlund
 * 1940; 3:2 pull-down is 2, 3, 2, 3). Pictures that a phone took at uneven times are off by up to
 * one more. So a history in which some two stretches of the same number of pictures differ by three
 * or more showings is not one of a conversion.
 */
final class RepeatCadence {

    /** Distinct pictures remembered: those of about a second. */
    static final int HISTORY = 32;

    /** One for the conversion, and one at either end for the jitter of what is converted. */
    private static final int MOST_DIFFERENCE = 3;

    /** Where single pictures differ by two: that is a hold, and only one is allowed. */
    private static final int MOST_WITH_HOLDS = 2;

    private final int[] showings = new int[HISTORY]; // a ring
    private int count;
    private int next;
    private double irregularShare;

    void clear() {
        count = 0;
        next = 0;
        irregularShare = 0;
    }

    /** A picture was shown so many times, and another followed. */
    void shown(int times) {
        showings[next] = times;
        next = (next + 1) % HISTORY;
        count = Math.min(count + 1, HISTORY);
        irregularShare = isBalanced() ? 0 : shareOfRepeats();
    }

    /** The share of repeats in what was shown; 0 where they are those of a conversion. */
    double irregularShare() {
        return irregularShare;
    }

    private int showing(int index) {
        return showings[(next - count + index + HISTORY) % HISTORY];
    }

    /** Of every length of stretch, the sums of any two differ by as much as jitter explains. */
    private boolean isBalanced() {
        int allowed = MOST_DIFFERENCE;
        for (int length = 1; length <= count / 2; length++) {
            int sum = 0;
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (int i = 0; i < count; i++) {
                sum += showing(i);
                if (i >= length) {
                    sum -= showing(i - length);
                }
                if (i >= length - 1) {
                    least = Math.min(least, sum);
                    most = Math.max(most, sum);
                }
            }
            if (length == 1 && most - least > 1) {
                allowed = MOST_WITH_HOLDS;
            }
            if (most - least > allowed) {
                return false;
            }
        }
        return true;
    }

    /** Beyond the least that any picture is shown: the conversion to a multiple is regular. */
    private double shareOfRepeats() {
        int least = Integer.MAX_VALUE;
        int sum = 0;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, showings[i]);
            sum += showings[i];
        }
        return (double) (sum - least * count) / Math.max(sum, HISTORY);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeInt(showing(i));
        }
    }

    void restore(String detectorId, DataInput in) throws IOException {
        clear();
        int saved = StateVersions.checkRange(detectorId, "showings", in.readInt(), 0, HISTORY);
        for (int i = 0; i < saved; i++) {
            shown(in.readInt());
        }
    }
}
