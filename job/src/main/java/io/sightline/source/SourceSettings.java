package io.sightline.source;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.MemorySize;

/**
 * How inputs are read. Start from {@link #DEFAULTS}.
 *
 * @param queueBytes compressed media kept for each rendition between its reading thread and the
 *     task; beyond it replayable input waits and live input loses its oldest pictures
 * @param maxThreads renditions read at the same time by one reader; others wait
 * @param connectTimeout for opening an input or a connection
 * @param readDeadline for one read of an input that was opened, and for one segment
 * @param playlistDeadline for one playlist
 * @param backOffMin wait after the first failure; doubles up to {@code backOffMax}
 * @param backOffMax longest wait between attempts
 * @param tickInterval how often every rendition reports, and its state is decided
 * @param noSignalAfter contact must fail for this long before the state says so
 * @param silenceAfter how long a request, or a UDP input, may be silent before contact fails
 * @param stallAfter new media may be this late on an open connection, beyond what its segments
 *     explain
 * @param playlistPoll longest time between two looks at a live playlist
 * @param boundedGiveUp how long a bounded input may be out of reach before it counts as over
 * @param maxPlaylistBytes longest playlist accepted
 * @param maxSegmentBytes longest segment accepted
 * @param closeDeadline how long {@code close} waits for reading threads
 */
public record SourceSettings(
        MemorySize queueBytes,
        int maxThreads,
        Duration connectTimeout,
        Duration readDeadline,
        Duration playlistDeadline,
        Duration backOffMin,
        Duration backOffMax,
        Duration tickInterval,
        Duration noSignalAfter,
        Duration silenceAfter,
        Duration stallAfter,
        Duration playlistPoll,
        Duration boundedGiveUp,
        MemorySize maxPlaylistBytes,
        MemorySize maxSegmentBytes,
        Duration closeDeadline)
        implements Serializable {

    public static final SourceSettings DEFAULTS =
            new SourceSettings(
                    MemorySize.ofMebiBytes(8),
                    1024,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(4),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60),
                    MemorySize.ofMebiBytes(4),
                    MemorySize.ofMebiBytes(64),
                    Duration.ofSeconds(10));

    public SourceSettings {
        if (maxThreads < 1) {
            throw new IllegalArgumentException("maxThreads must be at least 1");
        }
        if (queueBytes.getBytes() < 1) {
            throw new IllegalArgumentException("queueBytes must be positive");
        }
    }

    /** The same with another bound of the queues. */
    public SourceSettings withQueueBytes(MemorySize bytes) {
        return with(bytes, connectTimeout, readDeadline, boundedGiveUp);
    }

    /** The same with other deadlines for opening, reading, and giving up on bounded input. */
    public SourceSettings withDeadlines(Duration connect, Duration read, Duration giveUp) {
        return with(queueBytes, connect, read, giveUp);
    }

    private SourceSettings with(
            MemorySize bytes, Duration connect, Duration read, Duration giveUp) {
        return new SourceSettings(
                bytes,
                maxThreads,
                connect,
                read,
                playlistDeadline,
                backOffMin,
                backOffMax,
                tickInterval,
                noSignalAfter,
                silenceAfter,
                stallAfter,
                playlistPoll,
                giveUp,
                maxPlaylistBytes,
                maxSegmentBytes,
                closeDeadline);
    }
}
