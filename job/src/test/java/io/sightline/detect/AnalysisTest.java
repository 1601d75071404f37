package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.flow.Verdict;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Level;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import io.sightline.table.Measurement;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisTest {

    private static final long FRAME_MICROS = 40_000;
    private static final Metric WIDTH =
            new Metric("width_sum", Unit.COUNT, Fold.MAX, "widths so far, modulo 1000");

    private static final RenditionRef ORIGIN =
            new RenditionRef(
                    "k",
                    new StreamId("s"),
                    RenditionId.MAIN,
                    Examination.inFull("default"),
                    Map.of());

    private static final DefectRule WIDE =
            new DefectRule(
                    new DefectId("video.wide"),
                    /* enabled= */ true,
                    "width_sum",
                    Level.above(700, 300),
                    100_000,
                    400_000,
                    SeverityLadder.constant(Severity.MAJOR));

    private static final DefectRule NO_SIGNAL =
            new DefectRule(
                    DefectId.STREAM_NO_SIGNAL,
                    /* enabled= */ true,
                    "no_signal_ms",
                    Level.above(0, 0),
                    2_000_000,
                    1_000_000,
                    SeverityLadder.constant(Severity.CRITICAL));

    private static final DefectRule DETECTOR =
            new DefectRule(
                    DefectId.WATCH_DETECTOR,
                    /* enabled= */ true,
                    "detectors_off",
                    Level.above(0, 0),
                    0,
                    1_000_000,
                    SeverityLadder.constant(Severity.WARNING));

    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Measurement> rows = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    private Analysis newAnalysis(Detector... detectors) {
        return new Analysis(
                ORIGIN,
                List.of(detectors),
                List.of(WIDE, NO_SIGNAL, DETECTOR),
                verdicts::add,
                rows::add,
                troubles::add);
    }

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
            second.restore(first.save());
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
        second.restore(first.save());
        second.onDiscontinuity(); // shown again as pre-roll
        second.onPicture(new FakeFrame(FRAME_MICROS, 1));
        second.onPicture(new FakeFrame(2 * FRAME_MICROS, 1));

        assertThat(before.breaks).isEqualTo(1);
        assertThat(after.breaks).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                NoClassDefFoundError.class,
                StackOverflowError.class,
                OutOfMemoryError.class,
                AssertionError.class
            })
    void goesOnWithoutADetectorThatFails(Class<? extends Throwable> kind) {
        SumDetector healthy = new SumDetector();
        Analysis analysis = newAnalysis(new FailingDetector(kind), healthy);

        analysis.onPicture(new FakeFrame(0, 5));
        analysis.onPicture(new FakeFrame(FRAME_MICROS, 6));
        analysis.onInputEnded();

        assertThat(healthy.sum).isEqualTo(11);
        assertThat(rows).singleElement().extracting(Measurement::frames).isEqualTo(2);
        assertThat(rows.get(0).values()).containsEntry("detectors_off", 1.0);
        assertThat(troubles)
                .singleElement()
                .asString()
                .startsWith("detector 'video.failing' (version 1) failed and is switched off: ")
                .contains(kind.getName());
        assertThat(verdicts)
                .isNotEmpty()
                .allMatch(verdict -> verdict.rule().defect().equals(DefectId.WATCH_DETECTOR))
                .allMatch(verdict -> verdict.quality() == Verdict.Quality.BAD);
    }

    @Test
    void aDetectorThatFailedStaysOffAcrossARestartUntilItsVersionChanges() throws IOException {
        Analysis first = newAnalysis(new FailingDetector(IllegalStateException.class));
        first.onPicture(new FakeFrame(0, 5));
        FailingDetector same = new FailingDetector(IllegalStateException.class);
        Analysis second = newAnalysis(same);
        second.restore(first.save());
        second.onPicture(new FakeFrame(FRAME_MICROS, 5));
        FailingDetector mended = new FailingDetector(/* failure= */ null, /* version= */ 2);
        Analysis third = newAnalysis(mended);
        third.restore(second.save());
        third.onPicture(new FakeFrame(2_000_000, 5));
        third.onInputEnded();

        assertThat(same.calls).isZero();
        assertThat(mended.calls).isEqualTo(1);
        assertThat(troubles).hasSize(1);
        assertThat(rows)
                .extracting(row -> row.values().get("detectors_off"))
                .containsExactly(1.0, 0.0);
    }

    @Test
    void withdrawsTheIncidentsOfADetectorThatFails() throws IOException {
        SumDetector detector = new SumDetector();
        Analysis analysis = newAnalysis(detector);
        analysis.onPicture(new FakeFrame(0, 800));
        analysis.onPicture(new FakeFrame(200_000, 0));
        assertThat(verdicts).isNotEmpty();
        detector.isBroken = true;

        analysis.onPicture(new FakeFrame(240_000, 0));

        assertThat(verdicts)
                .filteredOn(verdict -> verdict.rule().defect().equals(WIDE.defect()))
                .last()
                .extracting(Verdict::quality)
                .isEqualTo(Verdict.Quality.WITHDRAWN);
        analysis.save();
        analysis.onPicture(new FakeFrame(280_000, 0));
        analysis.onInputEnded();
        assertThat(troubles).hasSize(1);
    }

    @Test
    void aDetectorThatCannotWriteOrReadItsStateIsSwitchedOff() throws IOException {
        SumDetector writer = new SumDetector();
        Analysis first = newAnalysis(writer);
        first.onPicture(new FakeFrame(0, 5));
        byte[] whole = first.save();
        writer.isBroken = true;
        byte[] without = first.save();
        SumDetector reader = new SumDetector();
        reader.isBroken = true;
        newAnalysis(reader).restore(whole);
        SumDetector next = new SumDetector();
        newAnalysis(next).restore(without);

        assertThat(troubles).hasSize(2);
        assertThat(next.sum).isZero();
    }

    @Test
    void aSinkThatFailsIsNotTakenForABrokenDetector() {
        Analysis analysis =
                new Analysis(
                        ORIGIN,
                        List.of(new SumDetector()),
                        List.of(WIDE),
                        verdict -> {
                            throw new IllegalStateException("the sink is full");
                        },
                        rows::add,
                        troubles::add);
        analysis.onPicture(new FakeFrame(0, 800));

        assertThatThrownBy(() -> analysis.onPicture(new FakeFrame(200_000, 0)))
                .hasMessage("the sink is full");
        assertThat(troubles).isEmpty();
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

    private static StreamEvent.Tick tick(long wallTimeMillis, long noSignalMillis) {
        return new StreamEvent.Tick(
                ORIGIN,
                StreamState.LIVE,
                wallTimeMillis,
                noSignalMillis,
                /* stallMillis= */ 0,
                /* staleMillis= */ 0,
                /* offMillis= */ 0,
                /* lagMillis= */ 0);
    }

    /** Sums widths, so that one frame too many or too few changes everything after it. */
    private static class SumDetector implements VideoDetector {
        final List<Long> times = new ArrayList<>();
        int sum;
        int breaks;
        boolean isBroken;

        private void failIfBroken() {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
        }

        @Override
        public String id() {
            return "video.wide";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public List<Metric> metrics() {
            return List.of(WIDTH);
        }

        @Override
        public CostClass cost() {
            return CostClass.NEGLIGIBLE;
        }

        @Override
        public void onFrame(VideoFrame frame, MeasurementSink out) {
            failIfBroken();
            times.add(frame.presentationTimeMicros());
            sum += frame.width();
            out.measure(WIDTH, sum % 1000);
        }

        @Override
        public void onDiscontinuity() {
            breaks++;
        }

        @Override
        public int stateVersion() {
            return 1;
        }

        @Override
        public void save(DataOutput out) throws IOException {
            failIfBroken();
            out.writeInt(sum);
        }

        @Override
        public void restore(int stateVersion, DataInput in) throws IOException {
            failIfBroken();
            sum = in.readInt();
        }
    }

    /** Measures what is there now. */
    private static final class WidthDetector extends SumDetector {
        @Override
        public void onFrame(VideoFrame frame, MeasurementSink out) {
            out.measure(WIDTH, frame.width());
        }
    }

    private static final class FailingDetector extends SumDetector {
        private final @Nullable Class<? extends Throwable> failure;
        private final int version;
        int calls;

        FailingDetector(Class<? extends Throwable> failure) {
            this(failure, 1);
        }

        FailingDetector(@Nullable Class<? extends Throwable> failure, int version) {
            this.failure = failure;
            this.version = version;
        }

        @Override
        public String id() {
            return "video.failing";
        }

        @Override
        public int version() {
            return version;
        }

        @Override
        public List<Metric> metrics() {
            return List.of();
        }

        @Override
        public void onFrame(VideoFrame frame, MeasurementSink out) {
            calls++;
            if (failure != null) {
                FailingDetector.<RuntimeException>raise(failure);
            }
        }

        @SuppressWarnings("unchecked") // it throws what nobody declares
        private static <T extends Throwable> void raise(Class<? extends Throwable> kind) throws T {
            try {
                throw (T) kind.getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
    }

    private record FakeFrame(long presentationTimeMicros, int width) implements VideoFrame {

        @Override
        public long durationMicros() {
            return FRAME_MICROS;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public LumaFormat lumaFormat() {
            return new LumaFormat(8, 0, /* fullRange= */ false);
        }

        @Override
        public ByteBuffer luma() {
            return ByteBuffer.allocate(width);
        }

        @Override
        public int lumaStrideBytes() {
            return width;
        }

        @Override
        public boolean isInterlaced() {
            return false;
        }

        @Override
        public boolean isIntraCoded() {
            return false;
        }

        @Override
        public PictureDamage damage() {
            return PictureDamage.NONE;
        }

        @Override
        public FrameFeatures features() {
            return new FrameFeatures();
        }
    }
}
