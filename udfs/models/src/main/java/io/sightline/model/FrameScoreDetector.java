package io.sightline.model;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.VideoFrame;
import java.util.function.LongSupplier;

/** {@link ModelContract#FRAME_SCORE}: one value for each metric from the luma of one picture. */
final class FrameScoreDetector extends LearnedPictureDetector {

    private final Pictures pictures;

    /**
     * @param pictures shared by all detectors of this model
     */
    FrameScoreDetector(
            ModelDescription description,
            ModelSession session,
            Pictures pictures,
            LongSupplier clock) {
        super(description, session, clock);
        this.pictures = pictures;
    }

    @Override
    void onPicture(VideoFrame frame, boolean isDue, MeasurementSink out) {
        if (!isDue) {
            return;
        }
        float[] luma = pictures.scaled(frame);
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (float) (luma[i] * description.scale() + description.offset());
        }
        float[] scores = model.ask(frame.presentationTimeMicros(), out, luma);
        pictures.giveBack(luma);
        if (scores != null) {
            for (int i = 0; i < scores.length; i++) {
                out.measure(description.metrics().get(i), scores[i]);
            }
        }
    }
}
