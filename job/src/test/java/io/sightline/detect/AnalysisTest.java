package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.DefectId;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.flow.Verdict;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Fusion;
import io.sightline.policy.Looks;
import io.sightline.table.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnalysisTest extends AnalysisScene {

    @Test
    void goesOnExactlyAfterARestartAnywhere() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<FakeFrame> frames = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                frames.add(new FakeFrame(i * FRAME_MICROS, random.nextInt(200)));
            }
            Analysis undisturbed = newAnalysis(new SumDetector());
            frames.forEach(undisturbed::onPicture);
            undisturbed.onInputEnded();
            List<Verdict> expectedVerdicts = List.copyOf(verdicts);
            List<Measurement> expectedRows = List.copyOf(rows);
            verdicts.clear();
            rows.clear();

            int stop = random.nextInt(frames.size());
            Analysis first = newAnalysis(new SumDetector());
            frames.subList(0, stop).forEach(first::onPicture);
            Analysis second = newAnalysis(new SumDetector());
            second.restore(first.save(), dropped::add);
            int preRoll = random.nextInt(stop + 1);
            frames.subList(preRoll, frames.size()).forEach(second::onPicture);
            second.onInputEnded();

            assertThat(verdicts).as("seed %s", seed).isEqualTo(expectedVerdicts).isNotEmpty();
            assertThat(rows).as("seed %s", seed).isEqualTo(expectedRows).hasSize(8);
            verdicts.clear();
            rows.clear();
        }
    }

    /** Whatever the source and the decoders may do. */
    @Test
    void neverLetsTimeRunBackwardsForDetectors() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SumDetector detector = new SumDetector();
        Analysis analysis = newAnalysis(detector);
        long latest = -1;
        int newer = 0;
        for (int i = 0; i < 2_000; i++) {
            long at = Math.max(0, i + random.nextInt(-20, 20)) * FRAME_MICROS;
            newer += at > latest ? 1 : 0;
            latest = Math.max(latest, at);
            if (random.nextInt(50) == 0) {
                analysis.onDiscontinuity();
            }
            analysis.onPicture(new FakeFrame(at, 1));
        }

        assertThat(detector.times).as("seed %s", seed).hasSize(newer);
        for (int i = 1; i < detector.times.size(); i++) {
            assertThat(detector.times.get(i))
                    .as("seed %s", seed)
                    .isGreaterThan(detector.times.get(i - 1));
        }
    }

    @Test
    void whatTheSourceTellsAtTheEndOfASecondIsInItsRowWhereverSecondsBegin() {
        for (long offset = 0; offset < 1_000_000; offset += 100_000) {
            Analysis analysis = newAnalysis();
            int told = 0;
            for (long at = offset; at < offset + 20_000_000; at += FRAME_MICROS) {
                analysis.onPicture(new FakeFrame(at, 1));
                long next = at + FRAME_MICROS;
                if ((next - offset) % 1_000_000 == 0) {
                    told++;
                    analysis.onMeasured(
                            new StreamEvent.Measured(
                                    ORIGIN,
                                    SourceMetrics.TS_CONTINUITY_ERRORS,
                                    1,
                                    next - 1_000_000));
                }
            }
            analysis.onInputEnded();

            String column = SourceMetrics.TS_CONTINUITY_ERRORS.name();
            assertThat(rows.stream().mapToDouble(row -> row.values().getOrDefault(column, 0.0)))
                    .as("seconds that begin %d us later", offset)
                    .filteredOn(value -> value > 0)
                    .hasSize(told);
            rows.clear();
        }
    }

    @Test
    void tellsDetectorsOfABreakOnceAlsoAcrossARestart() throws IOException {
        SumDetector before = new SumDetector();
        Analysis first = newAnalysis(before);
        first.onPicture(new FakeFrame(0, 1));
        first.onDiscontinuity();
        first.onPicture(new FakeFrame(FRAME_MICROS, 1));
        SumDetector after = new SumDetector();
        Analysis second = newAnalysis(after);
        second.restore(first.save(), dropped::add);
        second.onDiscontinuity(); // shown again as pre-roll
        second.onPicture(new FakeFrame(FRAME_MICROS, 1));
        second.onPicture(new FakeFrame(2 * FRAME_MICROS, 1));

        assertThat(before.breaks).isEqualTo(1);
        assertThat(after.breaks).isZero();
    }

    @Test
    void whatIsNearAnAnnouncedSpliceIsExcusedAndWhatStaysIsTold() {
        DefectRule excused =
                new DefectRule(
                        WIDE.defect(),
                        /* enabled= */ true,
                        WIDE.metric(),
                        WIDE.level(),
                        WIDE.openAfterMicros(),
                        WIDE.clearAfterMicros(),
                        WIDE.severity(),
                        /* excuseMicros= */ 2_000_000);
        for (long badUntilMicros : List.of(6_900_000L, 9_000_000L)) {
            verdicts.clear();
            Analysis analysis =
                    new Analysis(
                            ORIGIN,
                            List.of(new WidthDetector()),
                            List.of(excused),
                            new Programmes().watchOf(ORIGIN),
                            new Release("1", "p"),
                            verdicts::add,
                            rows::add,
                            troubles::add);
            analysis.onMeasured(
                    new StreamEvent.Measured(ORIGIN, SourceMetrics.SCTE35_SPLICES, 1, 5_000_000));
            for (long at = 0; at < 12_000_000; at += FRAME_MICROS) {
                boolean isBad = at >= 3_500_000 && at < badUntilMicros;
                analysis.onPicture(new FakeFrame(at, isBad ? 800 : 10));
            }
            analysis.onInputEnded();

            if (badUntilMicros < 7_000_000) {
                assertThat(verdicts).isEmpty();
            } else {
                assertThat(verdicts.get(0).fromMicros()).isBetween(7_000_000L, 7_080_000L);
            }
        }
    }

    @Test
    void tellsDetectorsHowOftenToLookAndWhenDamageIsNear() {
        DefectRule damage =
                new DefectRule(
                        DefectId.VIDEO_BLOCK_CORRUPTION,
                        /* enabled= */ true,
                        WIDE.metric(),
                        WIDE.level(),
                        /* openAfterMicros= */ 60_000_000,
                        WIDE.clearAfterMicros(),
                        WIDE.severity(),
                        0,
                        Fusion.NONE,
                        new Looks(0.5, 4));
        List<String> told = new ArrayList<>();
        Analysis analysis =
                new Analysis(
                        ORIGIN,
                        List.of(new LookingDetector(told)),
                        List.of(damage),
                        new Programmes().watchOf(ORIGIN),
                        new Release("1", "p"),
                        verdicts::add,
                        rows::add,
                        troubles::add);
        analysis.onPicture(new FakeFrame(0, 10));
        analysis.onPicture(new FakeFrame(FRAME_MICROS, 800));
        analysis.onPicture(new FakeFrame(2 * FRAME_MICROS, 10));

        assertThat(told).containsExactly("looks 0.5 4.0", "suspicion " + FRAME_MICROS);
    }

    private static final class LookingDetector extends SumDetector {

        private final List<String> told;

        LookingDetector(List<String> told) {
            this.told = told;
        }

        @Override
        public void onFrame(VideoFrame frame, MeasurementSink out) {
            out.measure(WIDTH, frame.width());
        }

        @Override
        public void onLooks(double usual, double suspicious) {
            told.add("looks " + usual + " " + suspicious);
        }

        @Override
        public void onLive(boolean isLive) {
            told.add("live " + isLive);
        }

        @Override
        public void onSuspicion(long presentationTimeMicros) {
            told.add("suspicion " + presentationTimeMicros);
        }
    }

    @Test
    void judgesAbsenceByTheWallClock() {
        Analysis analysis = newAnalysis();
        long start = 1_800_000_000_000L;

        analysis.onTick(tick(start, 0));
        analysis.onTick(tick(start + 1000, 700));
        analysis.onTick(tick(start + 2000, 1700));
        assertThat(verdicts).isEmpty();
        analysis.onTick(tick(start + 3000, 2700));

        assertThat(verdicts).isNotEmpty();
        Verdict opened = verdicts.get(0);
        assertThat(opened.fromMicros()).isEqualTo((start + 300) * 1000);
        assertThat(opened.toMicros() - opened.fromMicros()).isEqualTo(2_000_000);
        verdicts.clear();
        analysis.onTick(tick(start + 4000, 0));
        analysis.onTick(tick(start + 5000, 0));
        assertThat(verdicts).last().extracting(Verdict::quality).isEqualTo(Verdict.Quality.GOOD);
        verdicts.clear();
        analysis.onTick(tick(start + 6000, 0));
        assertThat(verdicts).isEmpty();
    }

    @Test
    void tellsDetectorsWhenWhatComesDoesNotWaitForThem() {
        List<String> told = new ArrayList<>();
        Analysis analysis = newAnalysis(new LookingDetector(told));

        analysis.onTick(tickOfLag(StreamEvent.Tick.WAITS));
        assertThat(told).isEmpty();
        analysis.onTick(tickOfLag(0));
        analysis.onTick(tickOfLag(30));
        assertThat(told).containsExactly("live true");
        analysis.onTick(tickOfLag(StreamEvent.Tick.WAITS));
        assertThat(told).containsExactly("live true", "live false");
    }

    private static StreamEvent.Tick tick(long wallTimeMillis, long noSignalMillis) {
        return tick(wallTimeMillis, noSignalMillis, /* lagMillis= */ 0);
    }

    private static StreamEvent.Tick tickOfLag(long lagMillis) {
        return tick(1_800_000_000_000L, /* noSignalMillis= */ 0, lagMillis);
    }

    private static StreamEvent.Tick tick(long wallTimeMillis, long noSignalMillis, long lagMillis) {
        return new StreamEvent.Tick(
                ORIGIN,
                StreamState.LIVE,
                wallTimeMillis,
                noSignalMillis,
                /* stallMillis= */ 0,
                /* staleMillis= */ 0,
                /* offMillis= */ 0,
                lagMillis);
    }
}
