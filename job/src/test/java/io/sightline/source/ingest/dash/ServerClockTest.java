package io.sightline.source.ingest.dash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.source.HttpSettings;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.fetch.Fetch;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.Fetches;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.PendingException;
import io.sightline.testing.Origin;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our clock is three hours behind the server's: what an MPD lists follows that one. */
class ServerClockTest {

    private static final InstantSource BEHIND =
            Clock.offset(Clock.systemUTC(), Duration.ofHours(-3));

    @TempDir private Path folder;

    private final Instant started = Instant.now().minusSeconds(3_600);
    private final Fetcher fetcher = new Fetcher(Duration.ofSeconds(5));
    private Origin origin;
    private volatile String timing = "";

    @BeforeEach
    void serve() throws Exception {
        origin = new Origin(folder);
        origin.text("/live.mpd", this::mpd);
        origin.text("/iso", () -> Instant.now() + "\n");
        origin.text("/head", () -> ""); // the server gives every answer a date
        origin.silence("/silent");
    }

    @AfterEach
    void close() {
        fetcher.close();
        origin.close();
    }

    private String mpd() {
        return """
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="dynamic" availabilityStartTime="%s"
            minimumUpdatePeriod="PT0S" timeShiftBufferDepth="PT30S">
        <Period start="PT0S"><AdaptationSet contentType="video"><Representation id="0" bandwidth="1">
        <SegmentTemplate media="v$Number$.m4s" duration="2"/></Representation></AdaptationSet></Period>
        %s</MPD>
        """
                .formatted(started, timing.replace("NOW", Instant.now().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct NOW",
                "http-iso iso",
                "http-xsdate nowhere /iso",
                "http-head /head",
                "ntp 127.0.0.1,http-iso iso",
                "never-heard-of x,http-head head"
            })
    void followsTheClockThatTheMpdNames(String names) throws Exception {
        timing = timings(names);
        Listing listing = new Reading().next();

        assertThat(listing.segments()).isNotEmpty();
        // By our clock nothing would be there for two hours yet.
        double elapsedSeconds = Duration.between(started, Instant.now()).toMillis() / 1e3;
        assertThat(listing.nextSequence() / 1e3).isCloseTo(elapsedSeconds, within(8.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ntp 127.0.0.1", "http-iso silent", "http-iso live.mpd", "direct x"})
    void goesByItsOwnClockWhereThereIsNoOther(String names) throws Exception {
        timing = names.isEmpty() ? "" : timings(names);
        assertThat(new Reading().next().segments()).isEmpty();
    }

    @Test
    void asksForTheTimeOnlyNowAndThen() throws Exception {
        timing = timings("http-iso iso");
        Reading reading = new Reading();
        reading.next();
        origin.status("/iso", 500);
        assertThat(reading.next().segments()).isNotEmpty();
    }

    private static String timings(String names) {
        StringBuilder xml = new StringBuilder();
        for (String name : names.split(",", -1)) {
            String[] parts = name.split(" ", 2);
            xml.append(
                    "<UTCTiming schemeIdUri=\"urn:mpeg:dash:utc:%s:2014\" value=\"%s\"/>"
                            .formatted(parts[0], parts[1]));
        }
        return xml.toString();
    }

    /** A session, asked as its owner asks it. */
    private final class Reading {
        private final Fetches fetches;
        private final DashSession session;

        Reading() throws Exception {
            StreamInput input = StreamInput.of(origin.url("/live.mpd"));
            fetches =
                    new Fetches(
                            fetcher,
                            EntryLocation.accessOf(input, HttpSettings.DEFAULTS),
                            HttpSettings.DEFAULTS,
                            contact -> {});
            session = new DashSession(input, "", fetches, BEHIND);
        }

        Listing next() throws Exception {
            while (true) {
                try {
                    Listing listing = session.read();
                    fetches.forget();
                    return listing;
                } catch (PendingException pending) {
                    Fetch.waitFor(pending.arrival());
                }
            }
        }
    }
}
