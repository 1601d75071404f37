package io.sightline.source.ingest;

import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.RenditionResolver;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.dash.DashSession;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.ingest.hls.HlsSession;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.Fetches;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** Asks manifests for their renditions. Stateless: connections end with each answer. */
public final class ManifestRenditions implements RenditionResolver {

    private static final long serialVersionUID = 1L;

    private final SourceSettings settings;

    public ManifestRenditions(SourceSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<String> renditionsOf(StreamInput input) throws IOException {
        try (Fetcher fetcher = new Fetcher(settings.http().connectTimeout())) {
            Fetches fetches =
                    new Fetches(
                            fetcher,
                            EntryLocation.accessOf(input, settings.http()),
                            settings.http(),
                            contact -> {});
            return InputKind.of(input.url()) == InputKind.DASH
                    ? new DashSession(input, "", fetches, InstantSource.system()).renditions()
                    : new HlsSession(input, "", fetches).renditions();
        } catch (FetchException failure) {
            throw new IOException(failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
