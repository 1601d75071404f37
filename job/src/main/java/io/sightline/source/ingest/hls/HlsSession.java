package io.sightline.source.ingest.hls;

import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.ingest.manifest.Fetches;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.Manifest;
import io.sightline.source.ingest.manifest.PendingException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rendition of HLS: finds its media playlist by way of the master playlist, and that of its
 * sound where it lies apart. Remembers where they are. Thread: one at a time.
 */
public final class HlsSession implements Manifest {

    /** Where a rendition was found. */
    private record Place(URI pictures, @Nullable URI sound, long bitsPerSecond) {}

    private final StreamInput input;
    private final String rendition;
    private final Fetches fetches;

    private @Nullable Place found;

    public HlsSession(StreamInput input, String rendition, Fetches fetches) {
        this.input = input;
        this.rendition = rendition;
        this.fetches = fetches;
    }

    @Override
    public void forgetPlace() {
        found = null;
    }

    @Override
    public Listing read() throws FetchException, PendingException {
        URI home = found == null ? fetches.home() : found.pictures();
        Fetcher.Fetched fetched = fetches.manifest(home);
        String text = HlsParser.text(fetched.body());
        if (HlsParser.isMaster(text)) {
            if (found != null) {
                throw new FetchException(
                        FetchException.Reason.UNUSABLE,
                        "a master playlist leads to another master playlist");
            }
            HlsMaster master = HlsParser.master(text, fetched.place());
            HlsVariant chosen = master.variants().choose(input, rendition);
            found = new Place(chosen.place(), master.soundOf(chosen), chosen.bitsPerSecond());
            return read();
        }
        if (found == null) {
            found = new Place(home, null, 0);
        }
        Listing pictures = HlsParser.media(text, fetched.place());
        if (found.sound() != null) {
            pictures = SoundApart.join(pictures, playlist(found.sound()));
        }
        return pictures.withDeclaredRate(found.bitsPerSecond());
    }

    @Override
    public List<String> renditions() throws FetchException, PendingException {
        Fetcher.Fetched fetched = fetches.manifest(fetches.home());
        String text = HlsParser.text(fetched.body());
        return HlsParser.isMaster(text)
                ? HlsParser.master(text, fetched.place()).variants().names()
                : List.of();
    }

    private Listing playlist(URI place) throws FetchException, PendingException {
        Fetcher.Fetched fetched = fetches.manifest(place);
        return HlsParser.media(HlsParser.text(fetched.body()), fetched.place());
    }
}
