package io.sightline.source;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.MemorySize;

/**
 * How inputs are read. Start from {@link #DEFAULTS}.
 *
 * @param http limits of requests
 * @param queueBytes compressed media kept for each rendition between its reading thread and the
 *     task; beyond it replayable input waits and live input loses its oldest pictures
 * @param allQueuesBytes the same for all renditions of one slot together: half of it is divided
 *     evenly between them, the other half is for whoever needs it first
 * @param maxBitrateBps what live input may send, in bits per second over 4 s; one that sends more
 *     is broken, and tried again later
 * @param openDeadline for opening an input
 * @param readDeadline for one read of an input that was opened
 * @param backOffMin wait after the first failure; doubles up to {@code backOffMax}
 * @param backOffMax longest wait between attempts
 * @param startSpacing inputs that are given together start one after the other, so far apart in the
 *     mean, at random
 * @param tickInterval how often every rendition reports, and its state is decided
 * @param noSignalAfter contact must fail for this long before the state says so
 * @param silenceAfter how long a request, or a UDP input, may be silent before contact fails
 * @param stallAfter new media may be this late on an open connection, beyond what its segments
 *     explain
 * @param manifestPoll longest time between two looks at a live playlist
 * @param boundedGiveUp how long a bounded input may be out of reach before it counts as over
 * @param closeDeadline how long {@code close} waits for reading threads
 */
public record SourceSettings(
        HttpSettings http,
        MemorySize queueBytes,
        MemorySize allQueuesBytes,
        long maxBitrateBps,
        Duration openDeadline,
        Duration readDeadline,
        Duration backOffMin,
        Duration backOffMax,
        Duration startSpacing,
        Duration tickInterval,
        Duration noSignalAfter,
        Duration silenceAfter,
        Duration stallAfter,
        Duration manifestPoll,
        Duration boundedGiveUp,
        Duration closeDeadline)
        implements Serializable {

    public static final SourceSettings DEFAULTS =
            new SourceSettings(
                    HttpSettings.DEFAULTS,
                    MemorySize.ofMebiBytes(8),
                    MemorySize.ofMebiBytes(512),
                    /* maxBitrateBps= */ 200_000_000,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(15),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10));

    public SourceSettings {
        if (queueBytes.getBytes() < 1) {
            throw new IllegalArgumentException("queueBytes must be positive");
        }
        if (allQueuesBytes.getBytes() < 1 || maxBitrateBps < 8) {
            throw new IllegalArgumentException("allQueuesBytes and maxBitrateBps must be positive");
        }
    }

    /** The same with other limits of requests. */
    public SourceSettings withHttp(HttpSettings given) {
        return with(
                given,
                queueBytes,
                allQueuesBytes,
                maxBitrateBps,
                openDeadline,
                readDeadline,
                boundedGiveUp);
    }

    /** The same with another bound of the queues. */
    public SourceSettings withQueueBytes(MemorySize bytes) {
        return with(
                http,
                bytes,
                allQueuesBytes,
                maxBitrateBps,
                openDeadline,
                readDeadline,
                boundedGiveUp);
    }

    /** The same with other deadlines for opening, reading, and giving up on bounded input. */
    public SourceSettings withDeadlines(Duration open, Duration read, Duration giveUp) {
        return with(
                http.withTimes(open, open, read),
                queueBytes,
                allQueuesBytes,
                maxBitrateBps,
                open,
                read,
                giveUp);
    }

    /** The same with another bound of all queues of a slot together. */
    public SourceSettings withAllQueuesBytes(MemorySize bytes) {
        return with(
                http, queueBytes, bytes, maxBitrateBps, openDeadline, readDeadline, boundedGiveUp);
    }

    /** The same with another limit of what live input may send. */
    public SourceSettings withMaxBitrateBps(long bitsPerSecond) {
        return with(
                http,
                queueBytes,
                allQueuesBytes,
                bitsPerSecond,
                openDeadline,
                readDeadline,
                boundedGiveUp);
    }

    private SourceSettings with(
            HttpSettings newHttp,
            MemorySize newQueueBytes,
            MemorySize newAllQueuesBytes,
            long newMaxBitrateBps,
            Duration newOpenDeadline,
            Duration newReadDeadline,
            Duration newBoundedGiveUp) {
        return new SourceSettings(
                newHttp,
                newQueueBytes,
                newAllQueuesBytes,
                newMaxBitrateBps,
                newOpenDeadline,
                newReadDeadline,
                backOffMin,
                backOffMax,
                startSpacing,
                tickInterval,
                noSignalAfter,
                silenceAfter,
                stallAfter,
                manifestPoll,
                newBoundedGiveUp,
                closeDeadline);
    }
}
