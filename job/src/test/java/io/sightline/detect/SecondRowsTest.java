package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import io.sightline.table.Measurement;
import io.sightline.table.Provenance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecondRowsTest {

    private static final Metric MEAN = new Metric("mean", Unit.RATIO, Fold.MEAN, "");
    private static final Metric MAX = new Metric("max", Unit.RATIO, Fold.MAX, "");
    private static final Metric SUM = new Metric("sum", Unit.COUNT, Fold.SUM, "");

    private static final Provenance PROVENANCE =
            new Provenance("1", "p", Map.of("video.black", 1), Map.of());
    private final List<Measurement> out = new ArrayList<>();
    private final SecondRows rows = newRows();

    private SecondRows newRows() {
        RenditionRef origin =
                new RenditionRef(
                        "k",
                        new StreamId("s"),
                        RenditionId.MAIN,
                        Examination.inFull("default"),
                        Map.of());
        CoverageWatch coverage = new CoverageWatch(origin, List.of(), verdict -> {});
        return new SecondRows(origin, List.of(MEAN, MAX, SUM), coverage, PROVENANCE, out::add);
    }

    @Test
    void foldsEachMetricInItsOwnWay() {
        for (int i = 1; i <= 3; i++) {
            rows.fold(0, i, i * 100_000L, 7);
            rows.fold(1, i, i * 100_000L, 7);
            rows.fold(2, i, i * 100_000L, 7);
        }
        rows.countPicture(DecodeTier.FULL, 100_000, 7);

        rows.emitEndedBy(1_000_000);

        assertThat(out)
                .containsExactly(
                        new Measurement(
                                "s",
                                "main",
                                0,
                                7,
                                "full",
                                1.0,
                                1,
                                Map.of("mean", 2.0, "max", 3.0, "sum", 6.0, "watch_coverage", 1.0),
                                PROVENANCE));
    }

    @Test
    void keepsSecondsApartWhenSoundAndPicturesInterleave() {
        rows.fold(0, 1, 900_000, 900_000);
        rows.countSound(DecodeTier.FULL, 900_000, 900_000);
        rows.fold(1, 5, 1_100_000, 1_100_000);
        rows.countSound(DecodeTier.FULL, 1_100_000, 1_100_000);
        rows.fold(0, 3, 950_000, 950_000);
        rows.countSound(DecodeTier.FULL, 950_000, 950_000);

        rows.emitAll();

        assertThat(out).extracting(Measurement::secondAtMillis).containsExactly(0L, 1000L);
        assertThat(out.get(0).values()).containsEntry("mean", 2.0).doesNotContainKey("max");
        assertThat(out.get(1).values()).containsEntry("max", 5.0);
    }

    @Test
    void emitsASecondOnlyOnceItIsOver() {
        rows.fold(0, 1, 900_000, 0);
        rows.countSound(DecodeTier.FULL, 900_000, 0);

        rows.emitEndedBy(999_999);

        assertThat(out).isEmpty();
    }

    @Test
    void leavesOutWhatComesAfterTheRow() {
        rows.fold(0, 1, 900_000, 0);
        rows.countSound(DecodeTier.FULL, 900_000, 0);
        rows.emitEndedBy(1_000_000);
        rows.fold(0, 9, 950_000, 0);
        rows.countSound(DecodeTier.FULL, 950_000, 0);
        rows.emitAll();

        assertThat(out).hasSize(1);
    }

    @Test
    void publishesTheShareOfPicturesThatCouldBeExamined() {
        rows.countPicture(DecodeTier.FULL, 0, 0);
        rows.countPicture(DecodeTier.FULL, 40_000, 40_000);
        rows.countPicture(DecodeTier.FULL, 80_000, 80_000);
        rows.countUndecodable(120_000, 120_000);

        rows.emitAll();

        assertThat(out.get(0).coverage()).isEqualTo(0.75);
        assertThat(out.get(0).frames()).isEqualTo(3);
    }

    @Test
    void goesOnExactlyAfterARestore() throws IOException {
        rows.fold(0, 1, 100_000, 100_000);
        rows.countSound(DecodeTier.FULL, 100_000, 100_000);
        rows.countPicture(DecodeTier.FULL, 100_000, 100_000);
        rows.fold(2, 4, 1_100_000, 1_100_000);
        rows.countSound(DecodeTier.FULL, 1_100_000, 1_100_000);
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        rows.save(new DataOutputStream(saved));

        SecondRows restored = newRows();
        restored.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        restored.fold(0, 2, 200_000, 200_000);
        restored.countSound(DecodeTier.FULL, 200_000, 200_000);
        restored.emitAll();
        List<Measurement> afterRestore = List.copyOf(out);
        out.clear();
        rows.fold(0, 2, 200_000, 200_000);
        rows.countSound(DecodeTier.FULL, 200_000, 200_000);
        rows.emitAll();

        assertThat(afterRestore).isEqualTo(out).hasSize(2);
    }
}
