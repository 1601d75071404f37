package io.sightline.model.onnx;

import io.sightline.detector.api.Detector;
import io.sightline.model.InstalledModel;
import io.sightline.model.LearnedDetectors;
import io.sightline.model.ModelException;
import io.sightline.model.ModelProcessor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the detectors of one model, which is loaded with the first of them or before, by {@link
 * #load()}. Thread: one at a time.
 */
public final class LearnedFactory implements Supplier<Detector> {

    private final InstalledModel model;
    private final ModelProcessor processor;

    private @Nullable LearnedDetectors detectors; // once it is loaded
    private @Nullable IllegalStateException failure; // of the one attempt, which may take seconds

    public LearnedFactory(InstalledModel model, ModelProcessor processor) {
        this.model = model;
        this.processor = processor;
    }

    /**
     * Loads the model and tries it.
     *
     * @throws IllegalStateException with a sentence for people when it cannot be used
     */
    public LearnedDetectors load() {
        if (failure != null) {
            throw failure;
        }
        if (detectors == null) {
            try {
                detectors =
                        new LearnedDetectors(
                                model.description(), SharedSessions.of(model, processor));
            } catch (ModelException e) {
                failure =
                        new IllegalStateException(
                                "Cannot use %s: %s".formatted(model.name(), e.getMessage()), e);
                throw failure;
            }
        }
        return detectors;
    }

    /** One for a rendition; throws like {@link #load()}. */
    @Override
    public Detector get() {
        return load().get();
    }
}
