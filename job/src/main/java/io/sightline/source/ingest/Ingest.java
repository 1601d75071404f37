package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.flow.StreamState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one rendition and puts what it finds into the queue. Whatever is wrong with an input ends
 * up on the status board or as its last event, never as an exception.
 *
 * <p>Thread: any of the reading ones, one at a time.
 */
public abstract class Ingest {

    /** The input is read to its end, or nobody wants more. */
    static final NextLook ENDED = new NextLook.Never();

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    final IngestContext context;
    final Emitter emitter;

    Ingest(IngestContext context) {
        this.context = context;
        this.emitter = new Emitter(context.origin(), context.queue(), context.split().position());
    }

    /** The one that reads such an input. */
    public static Ingest of(IngestContext context) {
        return switch (InputKind.of(context.split().entry().url())) {
            case FILE -> new FileIngest(context);
            case PROGRESSIVE -> new HttpIngest(context);
            case HLS, DASH -> SegmentedIngest.following(context);
            case DATAGRAMS -> new DatagramIngest(context);
            case CONNECTION -> new ConnectionIngest(context);
            case UNKNOWN ->
                    new RefusedIngest(
                            context,
                            "only paths and file, http, https, udp, rtp, srt, rtmp(s) and rtsp(s) URLs are supported; correct the URL");
        };
    }

    /** One that says of its input that it is not read, and ends. */
    public static Ingest refused(IngestContext context, String why) {
        return new RefusedIngest(context, why);
    }

    /** Whether such an input may go on by itself while it is not read. */
    public static boolean isLive(String url) {
        return !InputKind.of(url).isSurelyBounded();
    }

    /** Whether reading keeps its thread while it waits, as a socket does that is read for ever. */
    public boolean keepsThread() {
        return true;
    }

    /**
     * Reads what there is now. An input that is always there, such as a socket, is read to its end.
     */
    abstract NextLook read() throws CancelledException;

    /** Reads on, on the calling thread. */
    public final NextLook advance() {
        Thread thread = Thread.currentThread();
        String pooledName = thread.getName();
        thread.setName("ingest " + context.split().splitId());
        try {
            context.checkCancelled();
            return read();
        } catch (CancelledException cancelled) {
            LOG.debug("Stopped reading {}", context.subject());
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("Reading {} failed unexpectedly", context.subject(), bug);
            endAfterBug(bug);
        } finally {
            thread.setName(pooledName);
        }
        return ENDED;
    }

    private void endAfterBug(Throwable bug) {
        try {
            emitter.ended(
                    StreamState.BROKEN,
                    "Cannot go on reading %s because of a defect of this program: %s"
                            .formatted(context.subject(), bug),
                    context.clock().millis());
        } catch (CancelledException cancelled) {
            LOG.debug("Stopped reading {}", context.subject());
        }
    }

    /** Ends the split with a message for people. */
    void endBroken(String message) throws CancelledException {
        emitter.ended(StreamState.BROKEN, message, context.clock().millis());
    }

    void endOfInput() throws CancelledException {
        emitter.ended(StreamState.NOT_WATCHED, "end of input", context.clock().millis());
    }

    /** When what is stamped next arrived, wall time. */
    long arrivalMillis() {
        return context.clock().millis();
    }

    /** Event time by arrival: when repeating, that of the first time. */
    long arrivalEventTime(long presentationMicros, long programTimeMicros, long previousOffset) {
        long repeated = emitter.repeatedEventOffsetMicros();
        if (emitter.isRepeating() && repeated != TimeBase.NO_TIME) {
            return presentationMicros + repeated;
        }
        return programTimeMicros == TimeBase.NO_TIME ? arrivalMillis() * 1000 : programTimeMicros;
    }
}
