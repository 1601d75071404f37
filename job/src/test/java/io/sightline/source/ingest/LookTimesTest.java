package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LookTimesTest {

    private static final long PACE_MILLIS = 1_000;
    private static final long ROUND_TRIP_MILLIS = 7;

    private final LookTimes times = new LookTimes();
    private final List<Long> looks = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>(); // from published to seen

    /** Looks at segments that are published at these times, the first of which is the start. */
    private void watch(long segmentMillis, List<Long> published) {
        int seen = 0;
        long now = published.get(0);
        while (seen < published.size()) {
            looks.add(now);
            int before = seen;
            while (seen < published.size() && published.get(seen) <= now) {
                delays.add(now - published.get(seen));
                seen++;
            }
            times.looked(now, seen > before ? segmentMillis : 0, PACE_MILLIS);
            now += times.leftMillis(now) + ROUND_TRIP_MILLIS;
        }
    }

    private static List<Long> each(long segmentMillis, int count, long untilSecond) {
        List<Long> published = new ArrayList<>(List.of(0L));
        for (int i = 0; i < count; i++) {
            published.add(untilSecond + i * segmentMillis);
        }
        return published;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 123, 400, 640, 999, 1_300, 1_999})
    void seesSegmentsSoonAfterTheyArePublished(long untilSecond) {
        watch(2_000, each(2_000, 50, untilSecond));

        assertThat(delays.subList(2, delays.size()))
                .allMatch(delay -> delay <= LookTimes.DUE_MILLIS + ROUND_TRIP_MILLIS);
    }

    @Test
    void looksLittleMoreOftenThanAtASteadyPace() {
        watch(6_000, each(6_000, 50, 2_345));

        assertThat(looks.size()).isLessThan(50 * (6 + 3));
    }

    @Test
    void goesOnAtASteadyPaceWhenASegmentIsLate() {
        watch(2_000, List.of(0L, 1_500L, 3_500L, 5_500L, 25_500L));

        List<Long> late = looks.stream().filter(look -> look > 9_000).toList();
        for (int i = 1; i < late.size(); i++) {
            assertThat(late.get(i) - late.get(i - 1)).isEqualTo(PACE_MILLIS + ROUND_TRIP_MILLIS);
        }
    }

    @Test
    void waitsNoLongerThanThePaceAfterTheClockWasSetBack() {
        times.looked(100_000, 0, PACE_MILLIS);

        assertThat(times.leftMillis(5_000)).isEqualTo(PACE_MILLIS);
    }

    @Test
    void looksAtOnceWhenReadingTookLonger() {
        times.looked(100_000, 0, PACE_MILLIS);

        assertThat(times.leftMillis(105_000)).isZero();
    }
}
