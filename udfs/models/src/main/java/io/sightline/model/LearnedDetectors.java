package io.sightline.model;

import io.sightline.detector.api.Detector;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes the detectors of one model: one for each rendition that is watched. */
public final class LearnedDetectors implements Supplier<Detector> {

    private final ModelDescription description;
    private final ModelSession session;
    private final LongSupplier clock;
    private final Supplier<Detector> make;

    /**
     * @param session of the model, shared; what a look takes that the CPU runs is counted in the
     *     time of the thread, which others do not lengthen
     */
    public LearnedDetectors(ModelDescription description, ModelSession session) {
        this.description = description;
        this.session = session;
        this.clock =
                switch (session.processor()) {
                    case CPU -> ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
                    case CUDA -> System::nanoTime;
                };
        this.make = maker();
    }

    private Supplier<Detector> maker() {
        List<Integer> shape = description.inputs().get(0).shape();
        return switch (description.contract()) {
            case BLOCK_MAP -> {
                Pictures pictures = new Pictures(shape.get(3), shape.get(2));
                ThreadLocal<float[]> planes =
                        ThreadLocal.withInitial(() -> new float[3 * pictures.size()]);
                yield () -> new BlockMapDetector(description, session, pictures, planes, clock);
            }
            case FRAME_SCORE -> {
                Pictures pictures = new Pictures(shape.get(3), shape.get(2));
                yield () -> new FrameScoreDetector(description, session, pictures, clock);
            }
            case AUDIO_FEATURES -> () -> new SoundFeatureDetector(description, session, clock);
        };
    }

    /** One that cannot be used: for what it says of itself. */
    public static Detector describing(ModelDescription description) {
        ModelSession none =
                inputs -> {
                    throw new ModelException("it is not loaded");
                };
        return new LearnedDetectors(description, none).get();
    }

    @Override
    public Detector get() {
        return make.get();
    }
}
