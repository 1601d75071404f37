package io.sightline.source.ingest;

import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.Fetches;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.Manifest;
import io.sightline.source.ingest.manifest.MediaSegment;
import io.sightline.source.ingest.manifest.PartFetcher;
import io.sightline.source.ingest.manifest.PendingException;
import io.sightline.source.split.Position;
import io.sightline.source.split.TimelineState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one rendition that comes in segments, of HLS or DASH: follows its manifest, fetches
 * segments, demuxes each on its own. Between two looks at the manifest, and while something is on
 * its way, it holds no thread: {@link #read()} goes on where it stopped.
 *
 * <h2>Positions</h2>
 *
 * A segment gives the same packets whenever it is read. What goes from one segment to the next is
 * the timeline's state alone, and that is part of the position. Decoders do not notice: tracks are
 * announced only when they differ.
 *
 * <p>A segment that cannot be had is skipped after a fixed number of attempts and reported as a
 * discontinuity, so that an ended playlist gives the same events whatever the time. A lost
 * connection is different: then the playlist is asked again until it answers.
 */
final class SegmentedIngest extends Ingest {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentedIngest.class);

    private static final int UNREADABLE_IN_A_ROW = 3;

    /** Between any two of them the manifest answered. */
    private static final int ROUNDS_OUT_OF_REACH = 3;

    /** RFC 8216, 6.3.3: not nearer to the end than three target durations. */
    private static final int SEGMENTS_FROM_LIVE_EDGE = 3;

    /** A listing whose segments are being read. */
    private record Following(Listing listing, Deque<MediaSegment> unread) {}

    private final ServerContact contact;
    private final Fetches fetches;
    private final Manifest manifest;
    private final SegmentReader segments;
    private final BackOff backOff;
    private final LookTimes lookTimes = new LookTimes();

    private TimelineState state;
    private long next; // sequence number of the segment to read next, or UNREAD
    private @Nullable Following following;
    private boolean bounded;
    private ManifestMeter meter = new ManifestMeter(/* isLive= */ false);
    private boolean everLoaded;
    private boolean anythingRead;
    private int unreadableInARow;
    private long unreadable;
    private long outOfReach = Position.UNREAD; // sequence number of a segment, or UNREAD
    private int roundsOutOfReach;
    private String lastTrouble = "";
    private long behindSinceMillis; // since when the playlist ends before what was read

    private SegmentedIngest(IngestContext context, Access access) {
        super(context);
        this.contact = new ServerContact(context);
        Position from = context.split().position();
        this.state = from.restartState();
        this.next = from.restartSegment();
        this.fetches =
                new Fetches(context.fetcher(), access, context.settings().http(), contact::note);
        this.manifest =
                Manifests.of(
                        context.split().entry().input(),
                        context.split().rendition().value(),
                        fetches,
                        context.clock());
        this.segments = new SegmentReader(context, new PartFetcher(fetches));
        this.backOff =
                new BackOff(
                        context.settings().backOffMin(),
                        context.settings().backOffMax(),
                        new Random());
        context.board().expectMediaWithin(context.settings().readDeadline().toMillis());
    }

    /** The one that follows the manifest of the context's entry. */
    static Ingest following(IngestContext context) {
        try {
            StreamInput input = context.split().entry().input();
            return new SegmentedIngest(
                    context, EntryLocation.accessOf(input, context.settings().http()));
        } catch (FetchException invalid) {
            return new RefusedIngest(context, invalid.getMessage() + "; correct the URL");
        }
    }

    @Override
    public boolean keepsThread() {
        return false;
    }

    @Override
    NextLook read() throws CancelledException {
        try {
            if (following == null) {
                following = begun(manifest.read());
            }
            NextLook afterwards = follow(following);
            following = null;
            return afterwards;
        } catch (PendingException pending) {
            return new NextLook.Upon(pending.arrival());
        } catch (FetchException failure) {
            fetches.forget();
            following = null;
            return endsWith(failure) ? ENDED : new NextLook.After(backOff.nextMillis());
        }
    }

    /** Takes note of a new listing. */
    private Following begun(Listing listing) throws CancelledException {
        fetches.forget();
        backOff.reset();
        if (!everLoaded) {
            everLoaded = true;
            bounded = listing.isEnded();
            if (bounded) {
                context.board().allIsThere();
            }
            long late = 2 * listing.targetMillis() + context.settings().stallAfter().toMillis();
            context.board().expectMediaWithin(late);
            meter = new ManifestMeter(!bounded);
        }
        boolean isChanged = meter.onListing(listing);
        if (!bounded) {
            context.board().manifestSeen(isChanged, listing.targetMillis() * 3 / 2);
            context.board().listed(listing);
        }
        placeIn(listing);
        Deque<MediaSegment> unread = new ArrayDeque<>(listing.segments());
        unread.removeIf(segment -> segment.sequence() < next);
        long target = unread.isEmpty() ? listing.targetMillis() / 2 : listing.targetMillis();
        long added = unread.isEmpty() ? 0 : unread.getLast().durationMicros() / 1_000;
        long pace = Math.min(context.settings().manifestPoll().toMillis(), target);
        lookTimes.looked(context.clock().millis(), added, pace);
        return new Following(listing, unread);
    }

    /** Reads what is new in it. */
    private NextLook follow(Following run)
            throws FetchException, CancelledException, PendingException {
        Listing listing = run.listing();
        while (!run.unread().isEmpty()) {
            readSegment(run.unread().element(), listing);
            next = run.unread().remove().sequence() + 1;
        }
        if (listing.isEnded() && next >= listing.nextSequence()) {
            if (anythingRead) {
                endOfInput();
            } else {
                endBroken(
                        "Cannot watch %s: none of its %d segments could be read%s; check the segments"
                                .formatted(
                                        context.subject(),
                                        listing.segments().size(),
                                        lastTrouble.isEmpty() ? "" : ", last: " + lastTrouble));
            }
            return ENDED;
        }
        return new NextLook.After(lookTimes.leftMillis(context.clock().millis()));
    }

    /** Finds out where to go on, and reports what can no longer be had. */
    private void placeIn(Listing listing) throws CancelledException {
        if (next == Position.UNREAD) {
            next = listing.isEnded() ? listing.firstSequence() : edge(listing);
            return;
        }
        long missed = listing.segmentsBetween(next, listing.firstSequence());
        if (missed > 0) {
            jumpTo(
                    listing.firstSequence(),
                    missed + " segments left the playlist before they could be read");
            state = gapAdded(missed * listing.targetMillis() * 1000);
        } else if (next > listing.nextSequence()) {
            // An older copy from a cache, or a packager that began to count anew?
            long now = context.clock().millis();
            behindSinceMillis = behindSinceMillis == 0 ? now : behindSinceMillis;
            long behind = listing.segmentsBetween(listing.nextSequence(), next);
            boolean restarted =
                    behind > listing.segments().size()
                            || now - behindSinceMillis > 3 * listing.targetMillis();
            if (restarted) {
                jumpTo(edge(listing), "the media sequence began anew");
            }
        } else {
            behindSinceMillis = 0;
        }
    }

    private static long edge(Listing listing) {
        int index = Math.max(0, listing.segments().size() - SEGMENTS_FROM_LIVE_EDGE);
        return listing.segments().isEmpty()
                ? listing.nextSequence()
                : listing.segments().get(index).sequence();
    }

    private void jumpTo(long sequence, String reason) throws CancelledException {
        behindSinceMillis = 0;
        next = sequence;
        boolean announcedByTimeline = false;
        if (emitter.isRepeating()) {
            // Decoders are new: they need tracks and an anchor, so a new epoch begins.
            emitter.giveUpRepeating();
            announcedByTimeline = state.isStarted();
            try (Timeline timeline = new Timeline(state, this::eventTime, emitter)) {
                timeline.startNotBefore(emitter.presentationEndMicros());
                timeline.declareBreak(reason);
                state = timeline.state().withAnnouncedTracks("");
            }
        }
        emitter.beginSegment(sequence - 1, state);
        if (!announcedByTimeline) {
            emitter.discontinuity(reason);
        }
    }

    private void readSegment(MediaSegment segment, Listing listing)
            throws FetchException, CancelledException, PendingException {
        String problem = segment.isGap() ? "it is marked as a gap" : "";
        SegmentReader.Fetched fetched = new SegmentReader.Fetched(segment, List.of(), 0);
        if (problem.isEmpty()) {
            try {
                fetched = segments.fetch(segment, listing.latenessMillis(segment));
                problem = fetched.isEmpty() ? "it is empty" : "";
            } catch (FetchException failure) {
                switch (failure.reason()) {
                    case FORBIDDEN, ENCRYPTED -> throw failure;
                    case UNREACHABLE -> {
                        requireOutOfReach(segment.sequence(), failure);
                        problem = failure.getMessage();
                    }
                    case NOT_FOUND, SERVER_ERROR, TIMEOUT, TOO_LONG, UNUSABLE ->
                            problem = failure.getMessage();
                }
            }
        }
        emitter.beginSegment(segment.sequence(), state);
        emitter.splices(segment.splicesMicros());
        SegmentSpan span = new SegmentSpan(emitter);
        if (problem.isEmpty()) {
            problem = demux(fetched, span, listing.targetMillis());
        }
        if (problem.isEmpty()) {
            unreadableInARow = 0;
            anythingRead = true;
            meter.onSegment(
                    segment,
                    listing,
                    fetched.sizeBytes(),
                    fetched.nanos(),
                    span.playedMicros(),
                    emitter::measured);
        } else {
            skipped(segment, problem);
        }
    }

    /**
     * Gives up on a segment that cannot be reached while its manifest can, time and again: what it
     * names is not there. Else the connection is lost as a whole, and that failure is thrown on.
     */
    private void requireOutOfReach(long sequence, FetchException failure) throws FetchException {
        roundsOutOfReach = sequence == outOfReach ? roundsOutOfReach + 1 : 1;
        outOfReach = sequence;
        if (roundsOutOfReach < ROUNDS_OUT_OF_REACH) {
            throw failure;
        }
        outOfReach = Position.UNREAD;
    }

    private void skipped(MediaSegment segment, String problem) throws CancelledException {
        lastTrouble = "segment " + segment.sequence() + ": " + problem;
        emitter.discontinuity("segment " + segment.sequence() + " is missing: " + problem);
        state = gapAdded(segment.durationMicros());
        if (!segment.isGap()) {
            meter.onSegmentLost(emitter::measured);
        }
        unreadableInARow++;
        unreadable++;
        if (Long.bitCount(unreadable) == 1) { // the first, and then ever more rarely
            LOG.warn(
                    "Cannot read segment {} of {}: {}; check the packager ({} so far)",
                    segment.sequence(),
                    context.subject(),
                    problem,
                    unreadable);
        }
        if (!bounded && unreadableInARow >= UNREADABLE_IN_A_ROW && !segment.isGap()) {
            context.board()
                    .broken(
                            "Cannot watch %s: %d segments in a row could not be read, last: %s; check the packager"
                                    .formatted(context.subject(), unreadableInARow, problem));
        }
    }

    /** Gives out what a segment holds. Returns what is wrong with it, or nothing. */
    private String demux(SegmentReader.Fetched fetched, SegmentSpan span, long targetMillis)
            throws CancelledException {
        context.control().allow(context.settings().readDeadline());
        long dueMillis =
                bounded ? 0 : 2 * targetMillis + context.settings().stallAfter().toMillis();
        try (TransportFeed transport = TransportFeed.ofSegment(fetched.selfContained());
                Timeline timeline = new Timeline(state, this::eventTime, span)) {
            String problem = "";
            if (fetched.segment().isDiscontinuous()) {
                timeline.declareBreak("announced by the playlist");
            }
            timeline.setProgramTime(fetched.segment().programTimeMicros());
            TrackPump pump =
                    new TrackPump(context, emitter, timeline, fetched.initSignature(), transport);
            try (Demuxer demuxer = segments.open(fetched)) {
                pump.readAll(demuxer, dueMillis);
            } catch (MediaException failure) {
                if (failure.reason() == MediaException.Reason.CANCELLED) {
                    throw new CancelledException();
                }
                timeline.flush();
                problem = String.valueOf(failure.getMessage());
            }
            state = timeline.state();
            return pump.packets() > 0 ? "" : problem.isEmpty() ? "it holds no packets" : problem;
        }
    }

    private long eventTime(long presentationMicros, long programTimeMicros, long previousOffset) {
        return bounded
                ? EventTimeRule.FIXED_EPOCH.eventTimeMicros(
                        presentationMicros, programTimeMicros, previousOffset)
                : arrivalEventTime(presentationMicros, programTimeMicros, previousOffset);
    }

    private TimelineState gapAdded(long micros) throws CancelledException {
        try (Timeline timeline = new Timeline(state, this::eventTime, emitter)) {
            timeline.allowGap(micros);
            return timeline.state();
        }
    }

    /** Whether this failure is the end of the split. */
    private boolean endsWith(FetchException failure) throws CancelledException {
        String message =
                "Cannot read %s: %s; check the playlist and its server"
                        .formatted(context.subject(), failure.getMessage());
        boolean isLocal = !context.split().entry().url().startsWith("http");
        boolean givenUp = bounded && !contact.wasHeardWithin(context.settings().boundedGiveUp());
        boolean isForbidden =
                failure.reason() == FetchException.Reason.FORBIDDEN
                        || failure.reason() == FetchException.Reason.ENCRYPTED;
        if (givenUp || isForbidden || (isLocal && (bounded || !everLoaded))) {
            endBroken(message);
            return true;
        }
        if (failure.reason() == FetchException.Reason.UNUSABLE
                || failure.reason() == FetchException.Reason.TOO_LONG) {
            context.board().broken(message);
        } else {
            contact.lost(failure, message);
        }
        if (!failure.isLossOfContact()) {
            if (!bounded) {
                context.board().notListed();
            }
            manifest.forgetPlace();
        }
        return false;
    }
}
