package io.sightline.source;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.MemorySize;

/**
 * How far a request over HTTP may go. Start from {@link #DEFAULTS}.
 *
 * @param connectTimeout for a connection
 * @param stallTimeout longest time without a byte, from the request on
 * @param manifestDeadline for one playlist or MPD, whole
 * @param segmentDeadline for one segment, whole
 * @param maxManifestBytes longest playlist or MPD accepted, after decompression
 * @param maxSegmentBytes longest segment accepted
 * @param refusesPrivateAddresses whether hosts in private, loopback and link-local networks are out
 *     of reach
 */
public record HttpSettings(
        Duration connectTimeout,
        Duration stallTimeout,
        Duration manifestDeadline,
        Duration segmentDeadline,
        MemorySize maxManifestBytes,
        MemorySize maxSegmentBytes,
        boolean refusesPrivateAddresses)
        implements Serializable {

    public static final HttpSettings DEFAULTS =
            new HttpSettings(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(15),
                    MemorySize.ofMebiBytes(4),
                    MemorySize.ofMebiBytes(64),
                    /* refusesPrivateAddresses= */ false);

    /** The same with other times. */
    public HttpSettings withTimes(Duration connect, Duration stall, Duration segment) {
        return new HttpSettings(
                connect,
                stall,
                manifestDeadline,
                segment,
                maxManifestBytes,
                maxSegmentBytes,
                refusesPrivateAddresses);
    }

    /** The same with other bounds of what is kept in memory. */
    public HttpSettings withSizes(MemorySize manifest, MemorySize segment) {
        return new HttpSettings(
                connectTimeout,
                stallTimeout,
                manifestDeadline,
                segmentDeadline,
                manifest,
                segment,
                refusesPrivateAddresses);
    }

    /** The same, out of whose reach private networks are. */
    public HttpSettings refusingPrivateAddresses() {
        return new HttpSettings(
                connectTimeout,
                stallTimeout,
                manifestDeadline,
                segmentDeadline,
                maxManifestBytes,
                maxSegmentBytes,
                /* refusesPrivateAddresses= */ true);
    }
}
