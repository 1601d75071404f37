package io.sightline.source.ingest.dash;

import io.lindstrom.mpd.data.MPD;
import io.lindstrom.mpd.data.UTCTiming;
import io.sightline.detector.model.TimeBase;
import io.sightline.media.Redaction;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.Fetches;
import io.sightline.source.ingest.manifest.PendingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock by which a live MPD is made, as far as the MPD names one (UTCTiming; ISO/IEC 23009-1,
 * 5.8.4.11): a date in the MPD itself, or one that a place gives, in its body or as the head's
 * {@code Date}. Schemes of NTP are passed over, since an input reaches its own kind of place only.
 * Where no clock can be had, ours counts. Thread: one at a time.
 */
final class ServerClock {

    private static final Logger LOG = LoggerFactory.getLogger(ServerClock.class);

    /** Clocks drift by some milliseconds in that time, and a request is cheap. */
    private static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(5);

    private static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Fetches fetches;
    private final InstantSource clock;
    private long aheadMillis; // of ours
    private long nextMillis = Long.MIN_VALUE; // when to ask again
    private long askedMillis = TimeBase.NO_TIME; // when what is on its way was asked for
    private boolean isComplaintMade;

    ServerClock(Fetches fetches, InstantSource clock) {
        this.fetches = fetches;
        this.clock = clock;
    }

    /** Now, there. */
    long millis() {
        return clock.millis() + aheadMillis;
    }

    /**
     * Takes a live MPD that just came, and asks for the time if that is due. After it was pending
     * it is to be called again, to go on.
     */
    void follow(MPD mpd, URI place) throws PendingException {
        List<UTCTiming> timings = Lane.orEmpty(mpd.getUtcTimings());
        for (UTCTiming timing : timings) {
            if (timing.getSchemeIdUri() == UTCTiming.Type.DIRECT) {
                long there = parsed(String.valueOf(timing.getValue()));
                if (there != TimeBase.NO_TIME) {
                    aheadMillis = there - clock.millis();
                    return;
                }
            }
        }
        if (timings.isEmpty() || clock.millis() < nextMillis) {
            return;
        }
        for (UTCTiming timing : timings) {
            for (String value : String.valueOf(timing.getValue()).strip().split("\\s+", -1)) {
                if (isAnsweredBy(timing, value, place)) {
                    nextMillis = clock.millis() + ASKED_AGAIN_AFTER.toMillis();
                    return;
                }
            }
        }
        nextMillis = clock.millis() + TRIED_AGAIN_AFTER.toMillis();
        if (!isComplaintMade) {
            isComplaintMade = true;
            LOG.warn(
                    "None of the clocks can be read that {} names (UTCTiming), so this machine's counts;"
                            + " offer one of direct, http-iso, http-xsdate and http-head",
                    Redaction.of(place.toString()));
        }
    }

    private boolean isAnsweredBy(UTCTiming timing, String value, URI from) throws PendingException {
        UTCTiming.Type scheme = timing.getSchemeIdUri(); // null for one that nobody knows
        boolean isInHead = scheme == UTCTiming.Type.HTTP_HEAD;
        boolean isInBody =
                scheme == UTCTiming.Type.HTTP_ISO || scheme == UTCTiming.Type.HTTP_XSDATE;
        if (!isInHead && !isInBody) {
            return false;
        }
        try {
            askedMillis = askedMillis == TimeBase.NO_TIME ? clock.millis() : askedMillis;
            Fetcher.Fetched answer = fetches.aside(EntryLocation.resolve(from, value));
            long answeredMillis = clock.millis();
            long there =
                    isInHead
                            ? answer.dateMillis()
                            : parsed(new String(answer.body(), StandardCharsets.US_ASCII));
            if (there != TimeBase.NO_TIME) {
                aheadMillis = there - (askedMillis + answeredMillis) / 2;
            }
            askedMillis = TimeBase.NO_TIME;
            return there != TimeBase.NO_TIME;
        } catch (FetchException unreachable) {
            askedMillis = TimeBase.NO_TIME;
            return false;
        }
    }

    /** An xs:dateTime; without a zone it is UTC. */
    private static long parsed(String text) {
        String date = text.strip();
        try {
            return OffsetDateTime.parse(date).toInstant().toEpochMilli();
        } catch (DateTimeParseException withoutZone) {
            try {
                return LocalDateTime.parse(date).toInstant(ZoneOffset.UTC).toEpochMilli();
            } catch (DateTimeParseException invalid) {
                return TimeBase.NO_TIME;
            }
        }
    }
}
