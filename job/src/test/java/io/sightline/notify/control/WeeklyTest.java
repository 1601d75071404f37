package io.sightline.notify.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeeklyTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sun 02:00-04:00 | 2026-11-22T00:59:59Z | false",
                "sun 02:00-04:00 | 2026-11-22T01:00:00Z | true",
                "sun 02:00-04:00 | 2026-11-22T02:59:59Z | true",
                "sun 02:00-04:00 | 2026-11-22T03:00:00Z | false",
                "sun 02:00-04:00 | 2026-07-26T00:00:00Z | true", // summer time
                "mon-fri 08:00-18:00 | 2026-11-20T12:00:00Z | true",
                "mon-fri 08:00-18:00 | 2026-11-21T12:00:00Z | false",
                "fri-mon 08:00-18:00 | 2026-11-22T12:00:00Z | true",
                "sat,sun 08:00-18:00 | 2026-11-22T12:00:00Z | true",
                "sat 23:00-01:00 | 2026-11-21T23:30:00Z | true", // Sunday there
                "sat 23:00-01:00 | 2026-11-22T22:30:00Z | false",
                "daily 00:00-00:00 | 2026-11-22T22:30:00Z | true",
                "sun 02:00-04:00 | 2026-03-29T01:30:00Z | true", // 02:00 was skipped
                "sun 02:00-04:00 | 2026-10-25T00:30:00Z | true", // 02:30, for the first time
                "sun 02:00-04:00 | 2026-10-25T01:30:00Z | true", // and once more
            })
    void knowsItsHours(String text, Instant at, boolean expected) {
        Weekly weekly = Weekly.parse(text, BERLIN).orElseThrow();

        assertThat(weekly.isAt(at.toEpochMilli())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sun",
                "02:00-04:00",
                "son 02:00-04:00",
                "sun 2:00-4:00",
                "sun 25:00-26:00",
                "mon-wed-fri 02:00-04:00",
                "daily,sun 02:00-04:00"
            })
    void refusesWhatIsNoTime(String text) {
        assertThat(Weekly.parse(text, BERLIN)).isEmpty();
    }
}
