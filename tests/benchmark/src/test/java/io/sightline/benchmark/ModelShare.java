package io.sightline.benchmark;

import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.Metric;
import io.sightline.model.InstalledModel;
import io.sightline.model.ModelProcessor;
import io.sightline.model.onnx.LearnedFactory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What models add to decoding and to the built-in rules: the same media is decoded again and again
 * in one process, with nobody looking, with the built-in rules, with each model beside them, and
 * with all. These take turns, and each is compared with the others of its round only, as CPU time
 * of the one thread that does everything.
 */
final class ModelShare {

    /** Of the media. */
    static final int SECONDS = 10;

    private static final int ROUNDS = Integer.getInteger("models.rounds", 15);
    private static final int WARM_UP_ROUNDS = 4;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Turn decoding = new Turn("decoding", 0, new Looks(), DecodedClip.NOBODY);
    private final Turn detecting;
    private final Turn learned;
    private final List<Turn> turns = new ArrayList<>();

    /**
     * One of those that take turns.
     *
     * @param pace looks a second that its models should take
     * @param millis of CPU for a second of media, of each round
     */
    private record Turn(
            String name,
            double pace,
            Looks looks,
            DecodedClip.Watcher watcher,
            List<Double> millis) {

        Turn(String name, double pace, Looks looks, DecodedClip.Watcher watcher) {
            this(name, pace, looks, watcher, new ArrayList<>());
        }

        double looksPerSecond() {
            return (double) looks.count / ((WARM_UP_ROUNDS + ROUNDS) * SECONDS);
        }
    }

    /** How often models were asked; takes values so that none is optimised away. */
    private static final class Looks extends TakenValues {
        private int count;

        @Override
        public void measure(Metric metric, double value, long atMicros) {
            super.measure(metric, value, atMicros);
            String name = metric.name();
            count += name.endsWith("_looks") && !name.endsWith("_failed_looks") ? 1 : 0;
        }
    }

    private ModelShare(List<InstalledModel> models) {
        detecting = turn("and built-in rules", List.of());
        learned = turn("and all models", models);
        turns.addAll(List.of(decoding, detecting));
        for (InstalledModel model : models) {
            turns.add(turn("and `%s`".formatted(model.description().id()), List.of(model)));
        }
        turns.add(learned);
    }

    private static Turn turn(String name, List<InstalledModel> models) {
        List<Detector> detectors = new ArrayList<>(rules());
        models.forEach(model -> detectors.add(new LearnedFactory(model, ModelProcessor.CPU).get()));
        double pace = models.stream().mapToDouble(m -> m.description().looks().usual()).sum();
        Looks looks = new Looks();
        return new Turn(name, pace, looks, new Examination(detectors, looks));
    }

    /** The built-in detectors that ask no model. */
    private static List<Detector> rules() {
        DetectorCatalog catalog = DetectorCatalog.load(ModelShare.class.getClassLoader());
        return catalog.create(
                catalog.descriptions().stream()
                        .filter(detector -> detector.modelSha256().isEmpty())
                        .map(Detector::id)
                        .toList());
    }

    /** Measures, which takes minutes. */
    static ModelShare measure(List<InstalledModel> models, Path clip) throws Exception {
        ModelShare share = new ModelShare(models);
        try (DecodedClip decoded = DecodedClip.open(clip)) {
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                for (Turn turn : share.turns) {
                    long began = share.threads.getCurrentThreadCpuTime();
                    decoded.playAfter(WARM_UP_ROUNDS + round, turn.watcher());
                    long nanos = share.threads.getCurrentThreadCpuTime() - began;
                    if (round >= 0) {
                        turn.millis().add(nanos / 1e6 / SECONDS);
                    }
                }
            }
        }
        return share;
    }

    /** What all models add, as a share of decoding. */
    double added() {
        return added(learned, decoding);
    }

    /** How many of the looks that were due were taken: fewer where they take too long. */
    double looksTaken() {
        return learned.looksPerSecond() / learned.pace();
    }

    /** What a turn takes beside the built-in rules, to what another one takes. */
    private double added(Turn turn, Turn base) {
        return medianOfRounds(
                round ->
                        (turn.millis().get(round) - detecting.millis().get(round))
                                / base.millis().get(round));
    }

    private static double medianOfRounds(IntToDoubleFunction value) {
        return HopCost.median(IntStream.range(0, ROUNDS).mapToDouble(value).boxed().toList());
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append(
                "| CPU ms for a second of 1080p30 | median | to decoding | models to decoding |"
                        + " models to decoding and rules | looks a second |\n"
                        + "|---|---|---|---|---|---|\n");
        for (Turn turn : turns) {
            double toDecoding =
                    medianOfRounds(
                            round -> turn.millis().get(round) / decoding.millis().get(round));
            String models =
                    turn.pace() == 0
                            ? "| |"
                            : String.format(
                                    Locale.ROOT,
                                    "%+.1f %% | %+.1f %% | %.2f of %.2f",
                                    100 * added(turn, decoding),
                                    100 * added(turn, detecting),
                                    turn.looksPerSecond(),
                                    turn.pace());
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.1f | %.3f | %s |%n",
                            turn.name(),
                            HopCost.median(turn.millis()),
                            toDecoding,
                            models));
        }
        return table.toString();
    }
}
