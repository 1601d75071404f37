package io.sightline.demo.media;

/** How synthetic media is stored. */
public enum Packaging {
    /** One file, index first. */
    MP4,
    /** One file of MPEG-2 transport packets; times begin at 1.4 s. */
    TS,
    /** A finished HLS playlist over MPEG-2 transport segments; the target is the playlist. */
    HLS_TS,
    /** A finished HLS playlist over fragmented MP4 segments; the target is the playlist. */
    HLS_FMP4
}
