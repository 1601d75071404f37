package io.sightline.detector.audio;

/** The tails of the normal distribution, for magnitudes (both sides). */
final class NormalTail {

    private NormalTail() {}

    /**
     * By which factor the share of magnitudes that exceed a limit falls when the limit grows.
     *
     * @param share that exceeds the limit, 0 to 0.5
     * @param growth of the limit, over 1
     */
    static double fall(double share, double growth) {
        return share / (2 * beyond(quantile(share / 2) * growth));
    }

    /** What a standard normal value exceeds with this probability: Hastings, error below 4.5e-4. */
    static double quantile(double probability) {
        double t = Math.sqrt(-2 * Math.log(probability));
        return t
                - (2.515517 + 0.802853 * t + 0.010328 * t * t)
                        / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
    }

    /** The probability of more than {@code z}, at least 0: Hastings, error below 7.5e-8. */
    static double beyond(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial =
                t
                        * (0.319381530
                                + t
                                        * (-0.356563782
                                                + t
                                                        * (1.781477937
                                                                + t
                                                                        * (-1.821255978
                                                                                + t
                                                                                        * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
