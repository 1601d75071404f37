package io.sightline.source.ingest;

import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.source.ingest.hls.FetchException;
import io.sightline.source.ingest.hls.HlsPlaylist;
import io.sightline.source.ingest.hls.HlsSegment;
import io.sightline.source.ingest.hls.HlsSession;
import io.sightline.source.split.Position;
import io.sightline.source.split.TimelineState;
import java.nio.ByteBuffer;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one rendition of HLS: follows its media playlist, fetches segments, demuxes each on its
 * own.
 *
 * <h2>Positions</h2>
 *
 * Every segment starts a demuxer of its own, with its init section in front if it has one, so a
 * segment gives the same packets whenever it is read. What goes from one segment to the next is the
 * timeline's state alone, and that is part of the position. Decoders do not notice: tracks are
 * announced only when they differ.
 *
 * <p>A segment that cannot be had is skipped after a fixed number of attempts and reported as a
 * discontinuity, so that an ended playlist gives the same events whatever the time. A lost
 * connection is different: then the playlist is asked again until it answers.
 */
final class HlsIngest extends Ingest {

    private static final Logger LOG = LoggerFactory.getLogger(HlsIngest.class);

    private static final int SEGMENT_ATTEMPTS = 3;
    private static final int UNREADABLE_IN_A_ROW = 3;

    /** RFC 8216, 6.3.3: not nearer to the end than three target durations. */
    private static final int SEGMENTS_FROM_LIVE_EDGE = 3;

    private final HlsSession session;
    private final BackOff backOff;

    private TimelineState state;
    private long next; // sequence number of the segment to read next, or UNREAD
    private boolean bounded;
    private boolean everLoaded;
    private boolean anythingRead;
    private int unreadableInARow;
    private long unreadable;
    private String lastTrouble = "";
    private long behindSinceMillis; // since when the playlist ends before what was read
    private volatile long lastContactMillis; // also noted by the HTTP client's threads

    HlsIngest(IngestContext context) {
        super(context);
        Position from = context.split().position();
        this.state = from.restartState();
        this.next = from.restartSegment();
        this.session =
                new HlsSession(
                        context.split().entry(),
                        context.split().rendition().value(),
                        context.fetcher(),
                        context.settings(),
                        this::noteContact);
        this.backOff =
                new BackOff(
                        context.settings().backOffMin(),
                        context.settings().backOffMax(),
                        new Random());
        this.lastContactMillis = context.clock().millis();
    }

    @Override
    void read() throws CancelledException {
        context.board().expectMediaWithin(context.settings().readDeadline().toMillis());
        try {
            while (true) {
                context.checkCancelled();
                try {
                    HlsPlaylist playlist = session.playlist();
                    backOff.reset();
                    if (follow(playlist)) {
                        return;
                    }
                } catch (FetchException failure) {
                    if (endsWith(failure)) {
                        return;
                    }
                    context.pause(backOff.nextMillis());
                }
            }
        } catch (InterruptedException interrupted) {
            throw new CancelledException();
        }
    }

    /** Reads what is new. Returns true when the split is over. */
    private boolean follow(HlsPlaylist playlist)
            throws FetchException, CancelledException, InterruptedException {
        if (!everLoaded) {
            everLoaded = true;
            bounded = playlist.isEnded();
            long late = 2 * playlist.targetMillis() + context.settings().stallAfter().toMillis();
            context.board().expectMediaWithin(late);
        }
        placeIn(playlist);
        boolean readSome = false;
        for (HlsSegment segment : playlist.segments()) {
            if (segment.sequence() >= next) {
                if (segment.isEncrypted()) {
                    return endsEncrypted();
                }
                readSegment(segment, playlist.targetMillis());
                next = segment.sequence() + 1;
                readSome = true;
            }
        }
        if (playlist.isEnded() && next >= playlist.nextSequence()) {
            if (anythingRead) {
                endOfInput();
            } else {
                endBroken(
                        "Cannot watch %s: none of its %d segments could be read%s; check the segments"
                                .formatted(
                                        context.subject(),
                                        playlist.segments().size(),
                                        lastTrouble.isEmpty() ? "" : ", last: " + lastTrouble));
            }
            return true;
        }
        long poll =
                Math.min(
                        context.settings().playlistPoll().toMillis(),
                        readSome ? playlist.targetMillis() : playlist.targetMillis() / 2);
        context.pause(poll);
        return false;
    }

    /** Finds out where to go on in the playlist, and reports what can no longer be had. */
    private void placeIn(HlsPlaylist playlist) throws CancelledException {
        long first = playlist.firstSequence();
        if (next == Position.UNREAD) {
            long edge = playlist.nextSequence() - SEGMENTS_FROM_LIVE_EDGE;
            next = playlist.isEnded() ? first : Math.max(first, edge);
        } else if (next < first) {
            long missed = first - next;
            jumpTo(first, missed + " segments left the playlist before they could be read");
            state = gapAdded(missed * playlist.targetMillis() * 1000);
        } else if (next > playlist.nextSequence()) {
            // An older copy from a cache, or a packager that began to count anew?
            long now = context.clock().millis();
            behindSinceMillis = behindSinceMillis == 0 ? now : behindSinceMillis;
            long behind = next - playlist.nextSequence();
            boolean restarted =
                    behind > playlist.segments().size()
                            || now - behindSinceMillis > 3 * playlist.targetMillis();
            if (restarted) {
                long edge = playlist.nextSequence() - SEGMENTS_FROM_LIVE_EDGE;
                jumpTo(Math.max(first, edge), "the media sequence began anew");
            }
        } else {
            behindSinceMillis = 0;
        }
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

    private void readSegment(HlsSegment segment, long targetMillis)
            throws FetchException, CancelledException, InterruptedException {
        String problem = segment.isGap() ? "it is marked as a gap" : "";
        byte[] init = new byte[0];
        byte[] body = new byte[0];
        if (problem.isEmpty()) {
            try {
                init = retried(() -> session.init(segment));
                body = retried(() -> session.segment(segment));
                problem = body.length == 0 ? "it is empty" : "";
            } catch (FetchException failure) {
                if (failure.isLossOfContact()
                        && failure.reason() != FetchException.Reason.TIMEOUT) {
                    throw failure;
                }
                problem = failure.getMessage();
            }
        }
        emitter.beginSegment(segment.sequence(), state);
        if (problem.isEmpty()) {
            problem = demux(segment, init, body, targetMillis);
        }
        if (problem.isEmpty()) {
            unreadableInARow = 0;
            anythingRead = true;
        } else {
            skipped(segment, problem);
        }
    }

    private void skipped(HlsSegment segment, String problem) throws CancelledException {
        lastTrouble = "segment " + segment.sequence() + ": " + problem;
        emitter.discontinuity("segment " + segment.sequence() + " is missing: " + problem);
        state = gapAdded(segment.durationMicros());
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
    private String demux(HlsSegment segment, byte[] init, byte[] body, long targetMillis)
            throws CancelledException {
        ByteBuffer bytes = ByteBuffer.allocate(init.length + body.length);
        bytes.put(init).put(body).flip();
        context.control().allow(context.settings().readDeadline());
        long dueMillis =
                bounded ? 0 : 2 * targetMillis + context.settings().stallAfter().toMillis();
        try (TransportFeed transport = TransportFeed.ofSegment(bytes);
                Timeline timeline = new Timeline(state, this::eventTime, emitter)) {
            String problem = "";
            if (segment.isDiscontinuous()) {
                timeline.declareBreak("announced by the playlist");
            }
            timeline.setProgramTime(segment.programTimeMicros());
            TrackPump pump =
                    new TrackPump(
                            context, emitter, timeline, session.initSignature(init), transport);
            try (Demuxer demuxer =
                    context.opener()
                            .open(
                                    new MediaInput.Bytes(
                                            target -> copy(bytes, target), nameOf(segment, init)),
                                    context.control())) {
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
        long withoutMillis = context.clock().millis() - lastContactMillis;
        boolean givenUp = bounded && withoutMillis > context.settings().boundedGiveUp().toMillis();
        boolean isForbidden = failure.reason() == FetchException.Reason.FORBIDDEN;
        if (givenUp || isForbidden || (isLocal && (bounded || !everLoaded))) {
            endBroken(message);
            return true;
        }
        if (failure.reason() == FetchException.Reason.UNUSABLE
                || failure.reason() == FetchException.Reason.TOO_LONG) {
            context.board().broken(message);
        } else if (isHeard(failure)) {
            context.board().hindered(message);
        } else {
            context.board().contactLost(message);
        }
        if (!failure.isLossOfContact()) {
            session.forgetPlace();
        }
        return false;
    }

    /** Whether bytes came all the time, only too slowly. */
    private boolean isHeard(FetchException failure) {
        long silentMillis = context.clock().millis() - lastContactMillis;
        return failure.reason() == FetchException.Reason.TIMEOUT
                && silentMillis <= context.settings().silenceAfter().toMillis();
    }

    private boolean endsEncrypted() throws CancelledException {
        endBroken(
                "Cannot watch %s: its segments are encrypted, which is not supported; provide it in the clear"
                        .formatted(context.subject()));
        return true;
    }

    private interface Fetch {
        byte[] get() throws FetchException, InterruptedException;
    }

    /** Tries a fixed number of times, so that time decides nothing. */
    private byte[] retried(Fetch fetch)
            throws FetchException, InterruptedException, CancelledException {
        for (int attempt = 1; ; attempt++) {
            try {
                return fetch.get();
            } catch (FetchException failure) {
                boolean isFinal =
                        switch (failure.reason()) {
                            case SERVER_ERROR, UNREACHABLE, TIMEOUT, NOT_FOUND -> false;
                            case TOO_LONG, FORBIDDEN, UNUSABLE -> true;
                        };
                if (isFinal || attempt == SEGMENT_ATTEMPTS) {
                    throw failure;
                }
                context.pause(context.settings().backOffMin().toMillis());
            }
        }
    }

    private void noteContact(HlsSession.Contact what) {
        switch (what) {
            case REQUEST_SENT -> context.board().requestSent();
            case BYTES_ARRIVED -> {
                lastContactMillis = context.clock().millis();
                context.board().contact();
            }
            case REFUSED -> context.board().answered();
        }
    }

    private static String nameOf(HlsSegment segment, byte[] init) {
        String path = String.valueOf(segment.place().getPath());
        String name = path.substring(path.lastIndexOf('/') + 1);
        return init.length > 0 && !name.contains(".") ? name + ".mp4" : name;
    }

    private static int copy(ByteBuffer from, ByteBuffer target) {
        if (!from.hasRemaining()) {
            return -1;
        }
        int count = Math.min(from.remaining(), target.remaining());
        target.put(from.slice().limit(count));
        from.position(from.position() + count);
        return count;
    }
}
