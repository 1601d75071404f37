package io.sightline.model;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import java.util.function.LongSupplier;

/** Asks a model about pictures, more often while the decoder reports damage. */
abstract class LearnedPictureDetector extends LearnedDetector implements VideoDetector {

    private PictureSampling sampling = PictureSampling.EVERY_PICTURE;

    LearnedPictureDetector(ModelDescription description, ModelSession session, LongSupplier clock) {
        super(description, session, clock);
    }

    /** Called for each picture. */
    abstract void onPicture(VideoFrame frame, boolean isDue, MeasurementSink out);

    @Override
    public final void onFrame(VideoFrame frame, MeasurementSink out) {
        if (frame.damage().isDamaged()) {
            pacer.suspect(frame.presentationTimeMicros());
        }
        onPicture(frame, pacer.isDue(frame.presentationTimeMicros()), out);
    }

    @Override
    public final void onSuspicion(long presentationTimeMicros) {
        pacer.suspect(presentationTimeMicros);
    }

    @Override
    public final void onUndecodable(long presentationTimeMicros, MeasurementSink out) {
        pacer.suspect(presentationTimeMicros);
    }

    @Override
    public final void onSampling(PictureSampling next) {
        sampling = next;
    }

    /** Whether pictures follow each other closely enough to be compared. */
    final boolean areInARow() {
        return sampling != PictureSampling.KEY_PICTURES;
    }
}
