package io.sightline.inject;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to plant defects in. Times are counted from where the clip starts.
 *
 * @param durationMicros up to the end of the last picture or sample
 */
record Clip(Path file, @Nullable Pictures pictures, @Nullable Sound sound, long durationMicros) {

    /**
     * The track of pictures.
     *
     * @param micros when each picture is shown, ascending
     * @param bitsPerSecond 0 where unknown
     */
    record Pictures(
            String codec,
            int width,
            int height,
            Rate rate,
            String pixelFormat,
            Scan scan,
            long bitsPerSecond,
            List<Long> micros) {

        Pictures {
            micros = List.copyOf(micros);
        }

        /** The first picture at or after an instant; how many there are, if none. */
        int firstAt(long atMicros) {
            int index = 0;
            while (index < micros.size() && micros.get(index) < atMicros) {
                index++;
            }
            return index;
        }

        /** Whether they come at a constant rate: each as long after the one before as it lasts. */
        boolean isEven() {
            for (int i = 1; i < micros.size(); i++) {
                double step = (double) (micros.get(i) - micros.get(i - 1)) / rate.pictureMicros();
                if (step < 0.5 || step > 1.5) {
                    return false;
                }
            }
            return true;
        }

        /** When a picture begins; for the one after the last, when the last one ends. */
        long begin(int index) {
            return index < micros.size()
                    ? micros.get(index)
                    : micros.get(micros.size() - 1) + rate.pictureMicros();
        }
    }

    /** Pictures a second, a rational. */
    record Rate(int numerator, int denominator) {

        long pictureMicros() {
            return Math.round(1e6 * denominator / numerator);
        }

        double perSecond() {
            return (double) numerator / denominator;
        }

        @Override
        public String toString() {
            return numerator + "/" + denominator;
        }
    }

    /** In which order the lines are shown. */
    enum Scan {
        PROGRESSIVE,
        TOP_FIELD_FIRST,
        BOTTOM_FIELD_FIRST
    }

    /**
     * The track of sound.
     *
     * @param bitsPerSecond 0 where unknown
     */
    record Sound(String codec, int rateHz, int channels, long bitsPerSecond) {}
}
