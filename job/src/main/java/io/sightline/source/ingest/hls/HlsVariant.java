package io.sightline.source.ingest.hls;

import java.net.URI;

/**
 * One rendition that a master playlist offers.
 *
 * @param soundGroup the group of playlists that hold its sound, empty when it has its own
 */
record HlsVariant(URI place, long bitsPerSecond, String soundGroup) {}
