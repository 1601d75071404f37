package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.metrics.MetricDetail;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.RenditionsGone;
import io.sightline.source.split.StreamSplit;
import io.sightline.testing.MetricBook;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader tells of real inputs, while they are read and afterwards. */
class ReaderMetricsTest {

    @TempDir private Path folder;

    private final MetricBook book = new MetricBook();

    @Test
    void tellsOfEachInputUntilItIsAssignedNoLonger() throws Exception {
        Path clip = new Clips(folder).clip("clip.ts", 3);
        StreamSplit fine = ReaderHarness.split("fine", clip.toString());
        StreamSplit lacking = ReaderHarness.split("lacking", folder.resolve("no.ts").toString());
        try (ReaderHarness harness =
                new ReaderHarness(
                        SourceSettings.DEFAULTS,
                        InstantSource.system(),
                        book.operator(),
                        MetricDetail.RENDITIONS)) {
            assertThat(book.value("streams")).isZero();

            harness.read(fine, lacking);
            assertThat(book.names("stream.")).as("told at once").isNotEmpty();
            harness.until("the end of both", () -> state("fine") == 5 && state("lacking") == 4);
            harness.until("a tick", () -> book.value("received_bytes") > 0);
            harness.until("all counted anew", () -> book.value("streams_not_watched") == 1);
            assertThat(book.value("streams")).isEqualTo(2);
            assertThat(book.value("streams_broken")).isEqualTo(1);
            assertThat(book.value("streams_live")).isZero();
            assertThat(book.value("queued_packet_bytes")).isZero();
            assertThat(book.value("reconnects")).isZero();

            harness.reader.handleSourceEvents(
                    new RenditionsGone(
                            List.of(fine.splitId(), lacking.splitId()),
                            "removed from the registry"));
            harness.until("none", () -> book.value("streams") == 0);
            assertThat(book.names("stream.")).isEmpty();
        }
    }

    private double state(String stream) {
        return book.value("stream.rendition.state{rendition=main, stream=" + stream + "}");
    }
}
