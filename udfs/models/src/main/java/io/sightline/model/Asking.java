package io.sightline.model;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model for one rendition, and says how that goes. A model that fails {@value
 * #FAILURES_IN_A_ROW} times in a row is given up: its detector fails, and so is switched off for
 * this rendition, with a state that says why. Task thread.
 */
final class Asking {

    private static final int FAILURES_IN_A_ROW = 5;

    private final ModelDescription description;
    private final ModelSession session;
    private final LookPacer pacer;
    private final LongSupplier clock;
    private final Metric looks;
    private final Metric failed;
    private int failures;

    /**
     * @param clock nanoseconds that looks take
     */
    Asking(
            ModelDescription description,
            ModelSession session,
            LookPacer pacer,
            LongSupplier clock) {
        this.description = description;
        this.session = session;
        this.pacer = pacer;
        this.clock = clock;
        looks = looks(description);
        failed = failed(description);
    }

    private static Metric looks(ModelDescription description) {
        return new Metric(
                description.prefix() + "_looks",
                Unit.COUNT,
                Fold.SUM,
                "How many times model '%s' was asked: fewer than its pace where it is too slow for what is live."
                        .formatted(description.id()));
    }

    private static Metric failed(ModelDescription description) {
        return new Metric(
                description.prefix() + "_failed_looks",
                Unit.COUNT,
                Fold.SUM,
                "How many times model '%s' gave no answer that can be used."
                        .formatted(description.id()));
    }

    /** What it measures of its own running. */
    List<Metric> metrics() {
        return List.of(looks, failed);
    }

    /**
     * Asks the model about what began at an instant.
     *
     * @return what it gave; null where it failed and may be asked again
     * @throws IllegalStateException when it has failed too often
     */
    float @Nullable [] ask(long atMicros, MeasurementSink out, float[]... inputs) {
        long began = clock.getAsLong();
        out.measure(looks, 1, atMicros);
        try {
            float[] answer = session.run(inputs);
            failures = 0;
            return answer;
        } catch (ModelException e) {
            out.measure(failed, 1, atMicros);
            failures++;
            if (failures == FAILURES_IN_A_ROW) {
                throw new IllegalStateException(
                        "model '%s' failed %d times in a row, last: %s"
                                .formatted(description.id(), failures, e.getMessage()),
                        e);
            }
            return null;
        } finally {
            pacer.took(clock.getAsLong() - began);
        }
    }
}
