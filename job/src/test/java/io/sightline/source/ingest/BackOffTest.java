package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.source.SourceSettings;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final SourceSettings SETTINGS = SourceSettings.DEFAULTS;

    private static BackOff backOff(long seed) {
        return new BackOff(SETTINGS.backOffMin(), SETTINGS.backOffMax(), new Random(seed));
    }

    @Test
    void boundsHowOftenAnInputIsTriedThoughItNeverAnswers() {
        BackOff backOff = backOff(1);
        long longest = SETTINGS.backOffMax().toMillis();
        long elapsed = 0;
        int attempts = 0;
        for (; elapsed < 3_600_000; attempts++) {
            long wait = backOff.nextMillis();
            assertThat(wait).isBetween(SETTINGS.backOffMin().toMillis() / 2, longest);
            elapsed += wait;
        }
        assertThat(attempts).isLessThan((int) (3_600_000 / (longest / 2)) + 10);
        backOff.reset();
        assertThat(backOff.nextMillis()).isLessThanOrEqualTo(SETTINGS.backOffMin().toMillis());
    }

    @Test
    void spreadsThoseThatWereLostTogether() {
        int streams = 1_000;
        Set<Long> moments = new HashSet<>();
        int early = 0;
        for (int stream = 0; stream < streams; stream++) {
            BackOff backOff = backOff(stream);
            long at = 0;
            for (int attempt = 0; attempt < 6; attempt++) {
                at += backOff.nextMillis();
            }
            moments.add(at / 100);
            early += backOff.nextMillis() < SETTINGS.backOffMax().toMillis() * 3 / 4 ? 1 : 0;
        }
        assertThat(moments).as("tenths of a second").hasSizeGreaterThan(30);
        assertThat(early).isBetween(streams * 4 / 10, streams * 6 / 10);
    }
}
