package io.sightline.source.ingest;

import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.dash.DashSession;
import io.sightline.source.ingest.hls.HlsSession;
import io.sightline.source.ingest.manifest.Fetches;
import io.sightline.source.ingest.manifest.Manifest;
import java.time.InstantSource;

/** Tells which kind of manifest an input has. */
final class Manifests {

    private Manifests() {}

    /**
     * @param rendition which one to read; empty where only {@link Manifest#renditions()} is asked
     */
    static Manifest of(StreamInput input, String rendition, Fetches fetches, InstantSource clock) {
        return InputKind.of(input.url()) == InputKind.DASH
                ? new DashSession(input, rendition, fetches, clock)
                : new HlsSession(input, rendition, fetches);
    }
}
