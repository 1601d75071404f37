package io.sightline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.Examination;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.media.Track;
import io.sightline.metrics.MetricDetail;
import io.sightline.testing.MetricBook;
import java.util.Map;
import org.apache.flink.metrics.View;
import org.junit.jupiter.api.Test;

class DecodeMetricsTest {

    private static final RenditionRef NEWS =
            new RenditionRef(
                    "news#0",
                    new StreamId("news"),
                    RenditionId.MAIN,
                    Examination.inFull("default"),
                    Map.of());

    private final MetricBook book = new MetricBook();
    private long nowMillis = 1_000_000;
    private final DecodeMetrics metrics =
            new DecodeMetrics(book.operator(), MetricDetail.RENDITIONS, () -> nowMillis);

    private void notDecoded(Track.Kind kind, DecodeTier tier, boolean shed, Track.Kind counted) {
        metrics.counts().count(new MediaUnit.NotDecoded(NEWS, kind, 0, tier, shed), counted);
    }

    private double coverage() {
        ((View) book.metric("coverage_ratio")).update();
        return book.value("coverage_ratio");
    }

    @Test
    void countsSoundOnlyWhereThereAreNoPictures() {
        MediaUnit refused = new MediaUnit.Undecodable(NEWS, Track.Kind.AUDIO, 0);
        metrics.counts().count(refused, Track.Kind.VIDEO);
        assertThat(book.value("decode_errors")).isEqualTo(1);
        assertThat(book.value("presented_frames")).isZero();

        metrics.counts().count(refused, Track.Kind.AUDIO);
        assertThat(book.value("decode_errors")).isEqualTo(2);
        assertThat(book.value("presented_frames")).isEqualTo(1);
        assertThat(book.value("decoded_frames")).isZero();
    }

    @Test
    void coverageIsOfWhatWasAskedFor() {
        for (int i = 0; i < 24; i++) {
            notDecoded(Track.Kind.VIDEO, DecodeTier.KEYFRAMES, false, Track.Kind.VIDEO);
        }
        assertThat(coverage()).as("its entry asks for key frames alone").isEqualTo(1);
        assertThat(book.value("presented_frames")).isEqualTo(24);

        notDecoded(Track.Kind.VIDEO, DecodeTier.KEYFRAMES, true, Track.Kind.VIDEO);
        assertThat(coverage()).as("the slot did not keep up").isZero();
        assertThat(book.value("presented_frames")).isEqualTo(25);
    }

    @Test
    void lagGrowsWhileTheTaskDoesNotComeRound() {
        assertThat(book.value("lag_seconds")).isZero();
        metrics.lag(400, nowMillis);
        assertThat(book.value("lag_seconds")).isEqualTo(0.4);
        nowMillis += 2_000;
        assertThat(book.value("lag_seconds")).as("ticks come each second").isEqualTo(0.4);
        nowMillis += 30_000;
        assertThat(book.value("lag_seconds")).isEqualTo(30.4);

        metrics.lag(RenditionLoad.NO_LAG, nowMillis);
        nowMillis += 60_000;
        assertThat(book.value("lag_seconds")).as("files are never late").isZero();
    }

    @Test
    void forgetsTheLagOfThoseWhoAreGone() {
        metrics.lag(5_000, nowMillis);
        metrics.nobody();
        nowMillis += 60_000;
        assertThat(book.value("lag_seconds")).isZero();
    }
}
