package io.sightline.source.split;

/**
 * Where one track of an input stands.
 *
 * @param trackIndex its number within the input
 * @param lastRawMicros decode time of its last packet, unwrapped, in the input's own time
 * @param offsetMicros what makes presentation time of the input's time
 */
public record TrackMark(int trackIndex, long lastRawMicros, long offsetMicros) {}
