package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detect.ManifestMetrics;
import io.sightline.detector.api.Metric;
import io.sightline.detector.model.TimeBase;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.MediaSegment;
import io.sightline.source.ingest.manifest.SegmentPart;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestMeterTest {

    private static final long TARGET_MILLIS = 4_000;

    private final Map<Metric, Double> told = new HashMap<>();
    private final ManifestMeter meter = new ManifestMeter(/* isLive= */ true);

    private static MediaSegment segment(long sequence, long durationMicros, String query) {
        URI place = URI.create("http://host/" + sequence + ".ts" + query);
        return new MediaSegment(
                sequence,
                List.of(new SegmentPart(place, null, null, null)),
                /* isDiscontinuous= */ false,
                /* isGap= */ false,
                durationMicros,
                TimeBase.NO_TIME,
                List.of());
    }

    private static Listing listing(long first, int count, String query) {
        List<MediaSegment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(segment(first + i, 4_000_000, query));
        }
        return new Listing(
                Listing.Numbering.COUNTED, first, segments, TARGET_MILLIS, false, 1_000_000);
    }

    private Map<Metric, Double> read(
            MediaSegment segment, long bytes, double seconds, double played)
            throws CancelledException {
        told.clear();
        meter.onSegment(
                segment,
                listing(0, 1, ""),
                bytes,
                (long) (seconds * 1e9),
                (long) (played * 1e6),
                told::put);
        return told;
    }

    @Test
    void countsManifestsThatRunBackOrMoveSegments() throws Exception {
        assertThat(meter.onListing(listing(10, 3, "?token=1"))).isTrue();
        assertThat(meter.onListing(listing(10, 3, "?token=1"))).isFalse();
        assertThat(meter.onListing(listing(11, 3, "?token=2"))).isTrue();
        assertThat(read(segment(12, 4_000_000, ""), 1, 1, 4))
                .containsEntry(ManifestMetrics.SEQUENCE_ERRORS, 0.0);

        meter.onListing(listing(9, 3, ""));
        List<MediaSegment> moved = new ArrayList<>(listing(9, 3, "").segments());
        moved.set(1, segment(99, 4_000_000, "").with(List.of()));
        moved.set(
                1,
                new MediaSegment(
                        10,
                        moved.get(1).parts(),
                        false,
                        false,
                        4_000_000,
                        Long.MIN_VALUE,
                        List.of()));
        meter.onListing(listing(9, 3, "").withSegments(moved, false));
        assertThat(read(segment(11, 4_000_000, ""), 1, 1, 4))
                .containsEntry(ManifestMetrics.SEQUENCE_ERRORS, 2.0);
        assertThat(read(segment(12, 4_000_000, ""), 1, 1, 4))
                .containsEntry(ManifestMetrics.SEQUENCE_ERRORS, 0.0);
    }

    @Test
    void measuresSegmentsAgainstWhatIsDeclared() throws Exception {
        assertThat(read(segment(1, 4_400_000, ""), 550_000, 2.2, 4.5))
                .containsEntry(ManifestMetrics.SEGMENT_ERRORS, 0.0)
                .containsEntry(ManifestMetrics.DOWNLOAD_RATIO, 0.5);
        assertThat(told.get(ManifestMetrics.BITRATE_RATIO)).isCloseTo(1, within(1e-9));
        assertThat(read(segment(2, 4_600_000, ""), 1, 1, 3.9))
                .containsEntry(ManifestMetrics.SEGMENT_ERRORS, 2.0); // too long, and not even so
    }

    @Test
    void measuresNothingByTheClockOfWhatCanBeReadAgain() throws Exception {
        new ManifestMeter(/* isLive= */ false)
                .onSegment(
                        segment(1, 4_000_000, ""), listing(0, 1, ""), 1, 1, 4_000_000, told::put);
        assertThat(told)
                .containsOnlyKeys(ManifestMetrics.SEGMENT_ERRORS, ManifestMetrics.BITRATE_RATIO);
    }
}
