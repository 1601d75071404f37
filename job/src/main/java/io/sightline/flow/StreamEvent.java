package io.sightline.flow;

import io.sightline.detector.api.Metric;
import io.sightline.media.Packet;
import io.sightline.media.PlainText;
import io.sightline.media.Track;
import java.util.List;

/** What the source tells its chain about one rendition, in order. Never leaves the chain. */
public sealed interface StreamEvent {

    RenditionRef origin();

    /** Compressed media. Ownership: transferred to the receiver, which closes the packet. */
    record PacketArrived(RenditionRef origin, Packet packet) implements StreamEvent {}

    /**
     * The tracks of the input, before their first packet and whenever they change: decoders are
     * opened anew. Ownership: transferred to the receiver, which closes the tracks.
     */
    record TracksAnnounced(RenditionRef origin, List<Track> tracks) implements StreamEvent {
        public TracksAnnounced {
            tracks = List.copyOf(tracks);
        }
    }

    /**
     * From here on, presentation time {@code presentationTimeMicros} is event time {@code
     * eventTimeMicros} (since the epoch). Sent before the first packet and at every re-anchoring.
     */
    record Anchored(RenditionRef origin, long presentationTimeMicros, long eventTimeMicros)
            implements StreamEvent {}

    /** What follows does not continue what came before; presentation time still only grows. */
    record Discontinuity(RenditionRef origin, String reason) implements StreamEvent {
        public Discontinuity {
            reason = PlainText.of(reason); // inputs have a say in it
        }
    }

    /**
     * Once a second for every assigned rendition, whether or not anything arrives.
     *
     * @param wallTimeMillis now
     * @param noSignalMillis for how long nothing could be reached or arrived, 0 when fine
     * @param stallMillis for how long the input has been connected without new media although some
     *     was due, 0 when fine
     * @param staleMillis for how long a live manifest has been overdue to change, 0 when fine
     * @param offMillis for how long a live rendition has been missing beside the stream's others,
     *     or cut otherwise than they are, 0 when fine
     * @param lagMillis how far the task is behind what arrived, 0 when fine; {@link #WAITS} for
     *     input that waits for the task
     */
    record Tick(
            RenditionRef origin,
            StreamState state,
            long wallTimeMillis,
            long noSignalMillis,
            long stallMillis,
            long staleMillis,
            long offMillis,
            long lagMillis)
            implements StreamEvent {

        /** The lag of input that is read as fast as it is examined, and so never late. */
        public static final long WAITS = -1;

        /** Whether it is late where examining it takes long. */
        public boolean isLive() {
            return lagMillis != WAITS;
        }
    }

    /**
     * The state changed.
     *
     * @param reason one sentence for people; no secrets
     */
    record StateChanged(RenditionRef origin, StreamState state, String reason, long sinceMillis)
            implements StreamEvent {
        public StateChanged {
            reason = PlainText.of(reason); // inputs have a say in it
        }
    }

    /**
     * What the source itself measured of transport, manifest or timestamps.
     *
     * @param metric one of those that the source declares, the very object
     * @param presentationTimeMicros where in the media it was found
     */
    record Measured(RenditionRef origin, Metric metric, double value, long presentationTimeMicros)
            implements StreamEvent {}

    /**
     * Media that arrived was dropped before anybody looked at it: the task did not keep up.
     *
     * @param track the number of its track
     * @param presentationTimeMicros of the first of them, all within one second
     * @param packets how many; at least 1
     * @param keyFrames how many of them were key frames
     */
    record PacketsDropped(
            RenditionRef origin, int track, long presentationTimeMicros, int packets, int keyFrames)
            implements StreamEvent {}

    /** A bounded input is over: what decoders and detectors still hold comes out. */
    record InputEnded(RenditionRef origin) implements StreamEvent {}

    /**
     * The rendition's entry changed in what does not concern reading: what is known of {@code
     * origin} goes on as {@code next}, in whose name every later event comes.
     */
    record EntryReplaced(RenditionRef origin, RenditionRef next) implements StreamEvent {}

    /** The rendition is no longer watched: everything kept for it is dropped. */
    record Removed(RenditionRef origin) implements StreamEvent {}
}
