package io.sightline.source.ingest.hls;

import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one rendition asks of an HLS server: its media playlist, by way of the master playlist, and
 * segments. Remembers the media playlist's place and the last init section. Thread: one.
 */
public final class HlsSession {

    private final StreamEntry entry;
    private final String rendition;
    private final HlsFetcher fetcher;
    private final SourceSettings settings;
    private final Consumer<Contact> contact;

    private @Nullable URI mediaPlaylist;
    private HlsSegment.@Nullable Init lastInit;
    private byte[] lastInitBytes = new byte[0];

    /** What passes between here and the server. */
    public enum Contact {
        REQUEST_SENT,
        BYTES_ARRIVED,
        /** Somebody answered, but not with what was asked for. */
        REFUSED
    }

    /**
     * @param contact told of requests and answers, on any thread
     */
    public HlsSession(
            StreamEntry entry,
            String rendition,
            HlsFetcher fetcher,
            SourceSettings settings,
            Consumer<Contact> contact) {
        this.entry = entry;
        this.rendition = rendition;
        this.fetcher = fetcher;
        this.settings = settings;
        this.contact = contact;
    }

    /** Looks for the media playlist anew next time: it may have moved. */
    public void forgetPlace() {
        mediaPlaylist = null;
    }

    /** The media playlist as it is now. */
    public HlsPlaylist playlist() throws FetchException, InterruptedException {
        URI place = mediaPlaylist == null ? HlsLocation.placeOf(entry.url()) : mediaPlaylist;
        HlsFetcher.Fetched fetched = fetchPlaylist(place);
        String text = HlsParser.text(fetched.body());
        if (HlsParser.isMaster(text)) {
            HlsVariant chosen = choose(HlsParser.variants(text, fetched.place()));
            mediaPlaylist = chosen.place();
            fetched = fetchPlaylist(chosen.place());
            text = HlsParser.text(fetched.body());
        } else {
            mediaPlaylist = place;
        }
        return HlsParser.media(text, fetched.place());
    }

    /** The renditions that the entry's playlist offers; empty when it is a media playlist. */
    public List<HlsVariant> variants() throws FetchException, InterruptedException {
        HlsFetcher.Fetched fetched = fetchPlaylist(HlsLocation.placeOf(entry.url()));
        String text = HlsParser.text(fetched.body());
        return HlsParser.isMaster(text) ? HlsParser.variants(text, fetched.place()) : List.of();
    }

    /** The bytes of a segment. */
    public byte[] segment(HlsSegment segment) throws FetchException, InterruptedException {
        return fetchMedia(segment.place(), segment.span());
    }

    /** The bytes of its init section, empty when it has none; kept until another is asked for. */
    public byte[] init(HlsSegment segment) throws FetchException, InterruptedException {
        HlsSegment.Init init = segment.init();
        if (init == null) {
            return new byte[0];
        }
        if (!init.equals(lastInit)) {
            lastInitBytes = fetchMedia(init.place(), init.span());
            lastInit = init;
        }
        return lastInitBytes;
    }

    /** Tells init sections apart: decoders are opened anew when it changes. */
    public String initSignature(byte[] init) {
        return init.length == 0 ? "" : "init " + Arrays.hashCode(init) + "/" + init.length;
    }

    private HlsVariant choose(List<HlsVariant> variants) throws FetchException {
        return HlsLocation.choose(entry, rendition, variants)
                .orElseThrow(
                        () ->
                                new FetchException(
                                        FetchException.Reason.NOT_FOUND,
                                        "the master playlist has no rendition '%s', only %s"
                                                .formatted(
                                                        rendition, HlsLocation.names(variants))));
    }

    private HlsFetcher.Fetched fetchPlaylist(URI place)
            throws FetchException, InterruptedException {
        return fetch(
                place,
                null,
                new HlsFetcher.Limits(
                        settings.maxPlaylistBytes().getBytes(), settings.playlistDeadline()));
    }

    private byte[] fetchMedia(URI place, @Nullable ByteSpan span)
            throws FetchException, InterruptedException {
        return fetch(
                        place,
                        span,
                        new HlsFetcher.Limits(
                                settings.maxSegmentBytes().getBytes(), settings.readDeadline()))
                .body();
    }

    private HlsFetcher.Fetched fetch(URI place, @Nullable ByteSpan span, HlsFetcher.Limits limits)
            throws FetchException, InterruptedException {
        contact.accept(Contact.REQUEST_SENT);
        try {
            HlsFetcher.Fetched fetched =
                    fetcher.fetch(place, span, limits, () -> contact.accept(Contact.BYTES_ARRIVED));
            contact.accept(Contact.BYTES_ARRIVED);
            return fetched;
        } catch (FetchException failure) {
            if (!failure.isLossOfContact()) {
                contact.accept(Contact.REFUSED);
            }
            throw failure;
        }
    }
}
