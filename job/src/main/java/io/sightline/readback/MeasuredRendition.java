package io.sightline.readback;

/** Whose measurements a row holds, as the record names them. */
public record MeasuredRendition(String stream, String rendition) {}
