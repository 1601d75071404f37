package io.sightline.source.ingest.hls;

import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.RenditionResolver;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.ingest.manifest.Fetches;
import java.io.IOException;
import java.util.List;

/** Asks master playlists for their renditions. Stateless: connections end with each answer. */
public final class HlsRenditions implements RenditionResolver {

    private static final long serialVersionUID = 1L;

    private final SourceSettings settings;

    public HlsRenditions(SourceSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<String> renditionsOf(StreamEntry entry) throws IOException {
        try (Fetcher fetcher = new Fetcher(settings.http().connectTimeout())) {
            Fetches fetches =
                    new Fetches(
                            fetcher,
                            HlsLocation.accessOf(entry, settings.http()),
                            settings.http(),
                            contact -> {});
            return HlsLocation.names(new HlsSession(entry, "", fetches).variants());
        } catch (FetchException failure) {
            throw new IOException(failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
