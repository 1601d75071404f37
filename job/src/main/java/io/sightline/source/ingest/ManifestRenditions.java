package io.sightline.source.ingest;

import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.RenditionResolver;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.fetch.Fetch;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.Fetches;
import io.sightline.source.ingest.manifest.Manifest;
import io.sightline.source.ingest.manifest.PendingException;
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
            return await(Manifests.of(input, "", fetches, InstantSource.system()));
        } catch (FetchException failure) {
            throw new IOException(failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static List<String> await(Manifest manifest)
            throws FetchException, InterruptedException {
        while (true) {
            try {
                return manifest.renditions();
            } catch (PendingException pending) {
                Fetch.waitFor(pending.arrival());
            }
        }
    }
}
