package io.sightline.model;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.model.sound.SoundFeatures;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link ModelContract#AUDIO_FEATURES}: one value for each metric from a second of sound, measured
 * where the second began. Sound of a rate that cannot be brought to that of the model is not heard.
 */
final class SoundFeatureDetector extends LearnedDetector implements AudioDetector {

    private static final long SECOND_MICROS = 1_000_000;

    /** Times of blocks are rounded, to a millisecond in some containers. */
    private static final long JITTER_MICROS = 20_000;

    private final SoundFeatures features = new SoundFeatures();
    private long secondMicros; // where the second under way began
    private long expectedMicros; // where the next block should begin

    SoundFeatureDetector(ModelDescription description, ModelSession session, LongSupplier clock) {
        super(description, session, clock);
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        if (!SoundFeatures.accepts(block.sampleRateHz())) {
            return;
        }
        long began = block.presentationTimeMicros();
        if (Math.abs(began - expectedMicros) > JITTER_MICROS) {
            features.clear();
        }
        expectedMicros = began + block.durationMicros();
        long underWay = features.samplesUnderWay() * SECOND_MICROS / block.sampleRateHz();
        secondMicros = began - underWay;
        features.add(
                block,
                (mel, dsp, hum) -> {
                    if (pacer.isDue(secondMicros)) {
                        measure(out, model.ask(secondMicros, out, mel, dsp, hum));
                    }
                    secondMicros += SECOND_MICROS;
                });
    }

    private void measure(MeasurementSink out, float @Nullable [] values) {
        if (values != null) {
            for (int i = 0; i < values.length; i++) {
                out.measure(description.metrics().get(i), values[i], secondMicros);
            }
        }
    }

    @Override
    public void onDiscontinuity() {
        super.onDiscontinuity();
        features.clear();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        super.save(out);
        out.writeLong(expectedMicros);
        features.save(out);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        super.restore(stateVersion, in);
        expectedMicros = in.readLong();
        if (stateVersion > 1) {
            features.restore(in);
        }
    }
}
