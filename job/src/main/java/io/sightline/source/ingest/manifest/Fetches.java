package io.sightline.source.ingest.manifest;

import io.sightline.source.HttpSettings;
import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.ByteSpan;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one input fetches, within its limits; tells of what passes. Thread: one at a time. */
public final class Fetches {

    /** What passes between here and the server. */
    public enum Contact {
        REQUEST_SENT,
        BYTES_ARRIVED,
        /** Somebody answered, but not with what was asked for. */
        REFUSED
    }

    /** Media waits for it. */
    private static final Duration ASIDE = Duration.ofSeconds(1);

    private final Fetcher fetcher;
    private final Access access;
    private final HttpSettings settings;
    private final Consumer<Contact> contact;

    /**
     * @param contact told of requests and answers, on any thread
     */
    public Fetches(
            Fetcher fetcher, Access access, HttpSettings settings, Consumer<Contact> contact) {
        this.fetcher = fetcher;
        this.access = access;
        this.settings = settings;
        this.contact = contact;
    }

    /** Where the input's manifest lies. */
    public URI home() {
        return access.home();
    }

    /** A playlist or an MPD. */
    public Fetcher.Fetched manifest(URI place) throws FetchException, InterruptedException {
        return fetch(
                place,
                null,
                new Fetcher.Limits(
                        settings.maxManifestBytes().getBytes(),
                        settings.stallTimeout(),
                        settings.manifestDeadline()));
    }

    /** Something small beside the media, on which the state of the input does not depend. */
    public Fetcher.Fetched aside(URI place) throws FetchException, InterruptedException {
        return fetcher.fetch(
                new Fetcher.Wanted(place, null),
                access,
                new Fetcher.Limits(settings.maxManifestBytes().getBytes(), ASIDE, ASIDE),
                () -> {});
    }

    /** A segment, or a part of one. */
    public byte[] media(URI place, @Nullable ByteSpan span)
            throws FetchException, InterruptedException {
        return fetch(
                        place,
                        span,
                        new Fetcher.Limits(
                                settings.maxSegmentBytes().getBytes(),
                                settings.stallTimeout(),
                                settings.segmentDeadline()))
                .body();
    }

    private Fetcher.Fetched fetch(URI place, @Nullable ByteSpan span, Fetcher.Limits limits)
            throws FetchException, InterruptedException {
        contact.accept(Contact.REQUEST_SENT);
        try {
            Fetcher.Fetched fetched =
                    fetcher.fetch(
                            new Fetcher.Wanted(place, span),
                            access,
                            limits,
                            () -> contact.accept(Contact.BYTES_ARRIVED));
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
