package io.sightline.source.ingest.manifest;

import io.sightline.source.HttpSettings;
import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.ByteSpan;
import io.sightline.source.ingest.fetch.Fetch;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one input fetches, within its limits; tells of what passes. Nothing here waits: what is not
 * there yet is {@linkplain PendingException pending}. What has arrived is kept until {@link
 * #forget()}, so that whoever needs several things may begin anew for each. Thread: one at a time.
 */
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

    private final Map<Fetcher.Wanted, Outcome> outcomes = new HashMap<>();
    private Fetcher.@Nullable Wanted asked;
    private @Nullable Fetch underWay; // of what was asked

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
    public Fetcher.Fetched manifest(URI place) throws FetchException, PendingException {
        return fetch(
                place,
                null,
                new Fetcher.Limits(
                        settings.maxManifestBytes().getBytes(),
                        settings.stallTimeout(),
                        settings.manifestDeadline()),
                contact);
    }

    /** Something small beside the media, on which the state of the input does not depend. */
    public Fetcher.Fetched aside(URI place) throws FetchException, PendingException {
        return fetch(
                place,
                null,
                new Fetcher.Limits(settings.maxManifestBytes().getBytes(), ASIDE, ASIDE),
                what -> {});
    }

    /** A segment, or a part of one. */
    public byte[] media(URI place, @Nullable ByteSpan span)
            throws FetchException, PendingException {
        return fetch(
                        place,
                        span,
                        new Fetcher.Limits(
                                settings.maxSegmentBytes().getBytes(),
                                settings.stallTimeout(),
                                settings.segmentDeadline()),
                        contact)
                .body();
    }

    /** What arrived was used: from here on everything is asked for anew. */
    public void forget() {
        outcomes.clear();
    }

    /** Either what came, or why nothing did. */
    private record Outcome(Fetcher.@Nullable Fetched fetched, @Nullable FetchException failure) {}

    private Fetcher.Fetched fetch(
            URI place, @Nullable ByteSpan span, Fetcher.Limits limits, Consumer<Contact> told)
            throws FetchException, PendingException {
        Fetcher.Wanted wanted = new Fetcher.Wanted(place, span);
        Outcome outcome = outcomes.get(wanted);
        if (outcome == null) {
            outcome = outcomeOf(wanted, limits, told);
            outcomes.put(wanted, outcome);
        }
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return outcome.fetched();
    }

    private Outcome outcomeOf(Fetcher.Wanted wanted, Fetcher.Limits limits, Consumer<Contact> told)
            throws PendingException {
        try {
            if (underWay == null || !wanted.equals(asked)) {
                told.accept(Contact.REQUEST_SENT);
                asked = wanted;
                underWay =
                        fetcher.ask(
                                wanted, access, limits, () -> told.accept(Contact.BYTES_ARRIVED));
            }
            Fetcher.Fetched fetched = underWay.poll();
            if (fetched == null) {
                throw new PendingException(underWay.arrival());
            }
            underWay = null;
            told.accept(Contact.BYTES_ARRIVED);
            return new Outcome(fetched, null);
        } catch (FetchException failure) {
            underWay = null;
            if (!failure.isLossOfContact()) {
                told.accept(Contact.REFUSED);
            }
            return new Outcome(null, failure);
        }
    }
}
