package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbreastTest {

    private static final int SECONDS = 20;

    @TempDir private Path folder;

    @Test
    void filesOfOneProgrammeAreReadAbreast() throws Exception {
        assertThat(mostApartMicros("dense")).isLessThan(Abreast.MOST_AHEAD_MICROS + 500_000);
    }

    @Test
    void filesThatNobodyComparesAreNot() throws Exception {
        assertThat(mostApartMicros(null)).isGreaterThan(5_000_000);
    }

    /** How far two files are apart at most, of which one has far fewer packets. */
    private long mostApartMicros(@Nullable String reference) throws Exception {
        Clips clips = new Clips(folder);
        Path dense = clips.clip("dense.ts", SECONDS);
        Path sparse = clips.clip("sparse.ts", SECONDS, "-an", "-r", "10", "-bf", "0");
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(
                    ReaderHarness.split("dense", dense.toString()),
                    tap(sparse.toString(), reference));
            harness.reader.notifyNoMoreSplits();
            AtomicLong most = new AtomicLong();
            harness.until(
                    "end of input",
                    () -> {
                        long one = harness.reachedMicros.getOrDefault("dense", 0L);
                        long other = harness.reachedMicros.getOrDefault("sparse", 0L);
                        if (Math.min(one, other) < (SECONDS - 1) * 1_000_000L) {
                            most.accumulateAndGet(Math.abs(one - other), Math::max);
                        }
                        return harness.isOver();
                    });
            assertThat(harness.reachedMicros.values())
                    .allMatch(end -> end > (SECONDS - 1) * 1_000_000L);
            return most.get();
        }
    }

    private static StreamSplit tap(String url, @Nullable String reference) {
        StreamEntry plain = StreamEntry.of(new StreamId("sparse"), url);
        StreamEntry entry =
                reference == null
                        ? plain
                        : plain.withExamination(
                                plain.examination().withReference(new StreamId(reference)));
        return new StreamSplit(entry, RenditionId.MAIN, "sparse#0", Position.START);
    }
}
