package io.sightline.detector.api;

/** What one unit of a metric is. */
public enum Unit {
    /** A share of a whole, 0 to 1. */
    RATIO("ratio"),
    /** A number of things. */
    COUNT("count"),
    /** Pictures a second. */
    FPS("1/s"),
    MILLISECONDS("ms"),
    /** Decibels relative to full scale. */
    DBFS("dBFS"),
    /** Decibels relative to full scale, of the reconstructed (true) peak: ITU-R BS.1770 annex 2. */
    DBTP("dBTP"),
    /** Loudness units relative to full scale: ITU-R BS.1770. */
    LUFS("LUFS"),
    /** Loudness units: a difference of two loudness values. */
    LU("LU"),
    /** Steps of an 8-bit sample. */
    LEVELS("levels"),
    /** Decibels: a ratio of two levels. */
    DECIBEL("dB"),
    HERTZ("Hz");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }
}
