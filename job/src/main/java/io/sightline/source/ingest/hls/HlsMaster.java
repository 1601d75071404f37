package io.sightline.source.ingest.hls;

import io.sightline.source.ingest.manifest.Renditions;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a master playlist offers.
 *
 * @param sounds by group, the playlist of the sound that is played by default; a group whose sound
 *     lies with the pictures is absent
 */
record HlsMaster(Renditions<HlsVariant> variants, Map<String, URI> sounds) {

    HlsMaster {
        sounds = Map.copyOf(sounds);
    }

    /** The playlist of a variant's sound; null when it lies with its pictures. */
    @Nullable URI soundOf(HlsVariant variant) {
        URI sound = sounds.get(variant.soundGroup());
        return variant.place().equals(sound) ? null : sound; // a variant may be sound alone
    }
}
