package io.sightline.source.ingest.hls;

import java.net.URI;

/**
 * One rendition that a master playlist offers.
 *
 * @param name unique in its playlist: the height with a {@code p}, with the bit rate if need be
 * @param soundGroup the group of playlists that hold its sound, empty when it has its own
 */
public record HlsVariant(String name, URI place, long bitsPerSecond, String soundGroup) {}
