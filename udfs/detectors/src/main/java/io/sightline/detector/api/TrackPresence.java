package io.sightline.detector.api;

/**
 * Which elementary streams a rendition announces.
 *
 * @param video whether it announces pictures
 * @param audio whether it announces sound, or its registry entry expects it
 */
public record TrackPresence(boolean video, boolean audio) {}
