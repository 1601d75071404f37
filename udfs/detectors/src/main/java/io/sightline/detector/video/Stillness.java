package io.sightline.detector.video;

import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is known of a scene that stands still: since when, how its coder codes it, and its last
 * pictures. {@link FreezeDetector} tells what follows from it.
 */
final class Stillness {

    private final FreezeSettings settings;
    private long sinceMicros;
    private boolean beganAbruptly;
    private double floorLevels; // the largest step that coding explains
    private final CodingRhythm rhythm = new CodingRhythm();
    private final PictureDigest intra = new PictureDigest(); // the last intra picture
    private final PictureDigest previous = new PictureDigest(); // the last picture

    Stillness(FreezeSettings settings) {
        this.settings = settings;
    }

    /**
     * It began.
     *
     * @param abruptly from one picture to the next, all over the scene
     */
    void begin(long sinceMicros, boolean abruptly) {
        this.sinceMicros = sinceMicros;
        beganAbruptly = abruptly;
        floorLevels = 0;
        rhythm.begin();
    }

    /** What was taken for a living scene stands still after all; what it showed is unknown. */
    void resume(long nowMicros, double stepLevels) {
        sinceMicros = nowMicros - settings.settleMicros();
        floorLevels = Math.max(floorLevels, stepLevels);
        rhythm.begin();
    }

    /** Takes the picture, which belongs to it. */
    void goesOn(PictureDigest current) {
        previous.copyOf(current);
    }

    /** Takes a key frame where nothing else is shown. */
    void keyFrame(PictureDigest current) {
        intra.copyOf(current);
        previous.copyOf(current);
    }

    /** The last intra picture of it; empty if there was none. */
    PictureDigest lastIntra() {
        return intra;
    }

    /** Whether the last movement has been refined, and the coder does the same all over again. */
    boolean isSettled(long nowMicros) {
        return nowMicros - sinceMicros >= settings.settleMicros();
    }

    /** Whether an intra picture is the last one again. */
    boolean recurs(PictureDigest current) {
        double limit =
                beganAbruptly
                        ? settings.recurrenceAfterAbruptStopLevels()
                        : settings.recurrenceLevels();
        boolean recurs = true;
        if (!intra.isEmpty()) {
            double difference = current.differenceLevels(intra);
            rhythm.onIntra(difference);
            recurs = difference <= limit;
        }
        intra.copyOf(current);
        return recurs;
    }

    /**
     * Between intra pictures a frozen source gives next to no steps, once the last movement has
     * been refined. Slow movement, which takes long to add up, shows there at once. Two such
     * pictures soon after each other are movement: one may be a coder's whim.
     *
     * @param sinceIntraMicros {@code NO_TIME} if there was no intra picture
     * @param movementLevels what the last movement was like
     * @param isSuspected whether a picture shortly before was restless
     */
    boolean isRestless(
            PictureDigest current,
            long nowMicros,
            long sinceIntraMicros,
            double movementLevels,
            boolean isSuspected) {
        double step = current.differenceLevels(previous);
        if (!isSettled(nowMicros)) {
            if (nowMicros - sinceMicros >= settings.settleMicros() / 2) {
                floorLevels = Math.max(floorLevels, step);
            }
            return step > settings.quietLevels()
                    && step >= settings.sameMovementRatio() * movementLevels;
        }
        if (step > Math.max(settings.restlessLevels(), settings.restlessRatio() * floorLevels)) {
            return true;
        }
        if (sinceIntraMicros != TimeBase.NO_TIME
                && rhythm.isNews(
                        sinceIntraMicros,
                        current.largestDifferenceLevels(previous),
                        settings.newsLevels(),
                        settings.restlessRatio())) {
            return true;
        }
        if (!isSuspected) { // else the step may be of the movement that is suspected
            floorLevels = Math.max(floorLevels, step);
        }
        return false;
    }

    /** Its pictures are no longer of interest. */
    void forgetPictures() {
        intra.clear();
        previous.clear();
    }

    /** Nothing is known of it. */
    void clear() {
        sinceMicros = 0;
        forgetPictures();
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(sinceMicros);
        out.writeBoolean(beganAbruptly);
        out.writeDouble(floorLevels);
        rhythm.save(out);
        intra.save(out);
        previous.save(out);
    }

    void restore(String detectorId, DataInput in) throws IOException {
        sinceMicros = in.readLong();
        beganAbruptly = in.readBoolean();
        floorLevels = in.readDouble();
        rhythm.restore(in);
        intra.restore(detectorId, in);
        previous.restore(detectorId, in);
    }
}
