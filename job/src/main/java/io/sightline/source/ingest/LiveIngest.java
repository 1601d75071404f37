package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.ByteSource;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.source.split.Position;
import io.sightline.source.split.TimelineState;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is sent live and cannot be read twice: the timeline goes on over any number of
 * connections, and what passed between two of them, or before a restart, is said to be lost. It
 * tries for ever.
 */
abstract class LiveIngest extends Ingest {

    /** A cut within the first bytes looks like something that is no media. */
    private static final int NO_MEDIA_IN_A_ROW = 3;

    private final BackOff backOff;

    /** Each time the input is opened is one segment: positions are only for telling them apart. */
    private long segment;

    private TimelineState state;
    private String lost; // why what comes next does not continue what was read; empty when it does
    private int noMediaInARow;
    private boolean overLimit;

    /** When the first bytes came that no packet has been stamped from; else NO_TIME. */
    private long firstArrivalMillis = TimeBase.NO_TIME;

    LiveIngest(IngestContext context) {
        super(context);
        Position from = context.split().position();
        this.segment = from.isStart() ? 0 : from.segment() + 1;
        this.state = TimelineState.startingAt(from.presentationEndMicros());
        this.lost = from.isStart() ? "" : "restarted: what passed meanwhile is lost";
        this.backOff =
                new BackOff(
                        context.settings().backOffMin(),
                        context.settings().backOffMax(),
                        new Random());
        emitter.giveUpRepeating();
        context.queue().dropOldestWhenFull();
        context.board().expectMediaWithin(context.settings().readDeadline().toMillis());
    }

    /** How long to wait before the next attempt, longer each time until media comes. */
    final long nextAttemptMillis() {
        return backOff.nextMillis();
    }

    /** Says that the first bytes of a connection arrived now. */
    final void arrived() {
        if (firstArrivalMillis == TimeBase.NO_TIME) {
            firstArrivalMillis = context.clock().millis();
        }
    }

    /**
     * Reads one connection to its end, however it ends.
     *
     * @param transport measures it, taken; null where it can be no transport stream
     * @param pause what to say when media comes again after this
     */
    final void readMedia(MediaInput input, @Nullable TransportFeed transport, String pause)
            throws CancelledException {
        BitrateLimit limit =
                new BitrateLimit(
                        context.settings().maxBitrateBps(), System::nanoTime, this::limitKept);
        overLimit = false;
        MediaInput tapped = transport == null ? input : transport.tapping(input);
        if (tapped instanceof MediaInput.Bytes bytes) {
            tapped = bytes.withBytes(limited(bytes.bytes(), limit));
        }
        try (TransportFeed closing = transport;
                Demuxer opened = context.opener().open(tapped, context.control())) {
            Demuxer demuxer =
                    tapped instanceof MediaInput.Bytes ? opened : new LimitedDemuxer(opened, limit);
            noMediaInARow = 0;
            opened();
            emitter.beginSegment(segment++, state);
            try (Timeline timeline = new Timeline(state, this::arrivalEventTime, emitter)) {
                if (!lost.isEmpty()) {
                    timeline.declareBreak(lost);
                    if (!state.isStarted()) {
                        emitter.discontinuity(lost);
                    }
                    lost = "";
                }
                TrackPump pump = new TrackPump(context, emitter, timeline, "", closing);
                try {
                    pump.readAll(demuxer, context.settings().stallAfter().toMillis());
                } finally {
                    timeline.flush();
                    state = timeline.state();
                    lost = pause;
                    if (pump.packets() > 0 && !limit.isExceeded()) {
                        backOff.reset();
                    }
                }
            }
            if (!limit.isExceeded()) {
                ended("the sender ended the connection");
            }
        } catch (MediaException failure) {
            if (!limit.isExceeded()) {
                tell(failure);
            }
        } finally {
            firstArrivalMillis = TimeBase.NO_TIME;
            if (limit.isExceeded()) {
                overLimit = true;
                context.board()
                        .overLimit(
                                "Cannot watch %s: %s; lower the bit rate of the sender"
                                        .formatted(context.subject(), limit.words()));
            }
        }
    }

    /** Whether the last connection was given up because it sent too much. */
    final boolean isOverLimit() {
        return overLimit;
    }

    /** A while went by without too much, or with nothing. */
    final void limitKept() {
        overLimit = false;
        context.board().withinLimit();
    }

    private static ByteSource limited(ByteSource bytes, BitrateLimit limit) {
        return target -> {
            if (limit.isExceeded()) {
                return -1;
            }
            int count = bytes.read(target);
            return count <= 0 || limit.count(count) ? count : -1;
        };
    }

    /** The tracks are known, packets follow. */
    void opened() {
        // What has nothing to do here has been told of contact by its bytes.
    }

    /** The other side is gone, or ended; by default silence says so by itself. */
    void ended(String why) {
        // Datagrams have no other side.
    }

    /** Nothing came of a connection, or it broke. */
    private void tell(MediaException failure) throws CancelledException {
        switch (failure.reason()) {
            case CANCELLED -> throw new CancelledException();
            case UNSUPPORTED -> broken(failure, "use an input that this build reads");
            case NOT_MEDIA -> {
                noMediaInARow++;
                if (noMediaInARow < toleratedWithoutMedia()) {
                    ended(failure.getMessage());
                } else {
                    broken(failure, "send " + wanted());
                }
            }
            case NOT_FOUND, REFUSED, TIMEOUT, READ_FAILED -> ended(failure.getMessage());
        }
    }

    private void broken(MediaException failure, String remedy) {
        context.board()
                .broken(
                        "Cannot watch %s: %s; %s"
                                .formatted(context.subject(), sentence(failure), remedy));
    }

    private static String sentence(MediaException failure) {
        return failure.getMessage().replaceFirst("\\.$", "");
    }

    /** How often in a row what comes may be no media before it counts as broken. */
    int toleratedWithoutMedia() {
        return NO_MEDIA_IN_A_ROW;
    }

    /** What should be sent, for people. */
    abstract String wanted();

    /** The tracks are announced anew: their parameters came with the connection. */
    final void forgetTracks() {
        state = state.withAnnouncedTracks("");
    }

    /** Recognising the tracks takes a second of media or more, which had arrived before that. */
    @Override
    final long arrivalMillis() {
        long arrival =
                firstArrivalMillis == TimeBase.NO_TIME
                        ? context.clock().millis()
                        : firstArrivalMillis;
        firstArrivalMillis = TimeBase.NO_TIME;
        return arrival;
    }

    final int program() {
        return context.split().entry().input().program();
    }
}
