package io.sightline.detector.audio;

/** Decibels of linear amplitudes and powers, with a floor in place of minus infinity. */
final class Decibel {

    private Decibel() {}

    static double ofAmplitude(double amplitude, double floor) {
        return amplitude > 0 ? Math.max(floor, 20 * Math.log10(amplitude)) : floor;
    }

    static double ofPower(double power, double floor) {
        return power > 0 ? Math.max(floor, 10 * Math.log10(power)) : floor;
    }

    static double toPower(double decibel) {
        return Math.pow(10, decibel / 10);
    }
}
