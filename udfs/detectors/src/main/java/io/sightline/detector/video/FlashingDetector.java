package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.JoinedCells;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures flashing that may harm photosensitive viewers, by ITU-R BT.1702-3 and the guidance of
 * Ofcom on flashing images. One instance for each rendition, on the task thread; follows each
 * joined cell (32 by 32 samples in 1080p); allocates nothing.
 *
 * <p>A flash is a pair of opposing changes of light ({@link FlashLuminance}) or of changes to and
 * from a saturated red ({@link RedField}) over more than a quarter of the picture ({@link
 * FlashCounter}). More than three in a second are too many; so is a sequence of over five seconds,
 * even at three a second and less. Detail finer than a cell averages out, as fine balanced patterns
 * are exempt; regular patterns that do not flash are not looked at.
 */
public final class FlashingDetector implements VideoDetector {

    public static final Metric FLASH_RISK =
            new Metric(
                    "flash_risk_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Flashes of light or of red in the last second, whichever are more, to the three"
                            + " that ITU-R BT.1702 allows; 1.01 at least once they go on for over"
                            + " five seconds. Above 1 is harmful.");
    public static final Metric FLASHES =
            new Metric(
                    "flashes",
                    Unit.COUNT,
                    Fold.MAX,
                    "Flashes of light over more than a quarter of the picture in the last second, in"
                            + " halves: pairs of opposing changes.");
    public static final Metric RED_FLASHES =
            new Metric(
                    "red_flashes",
                    Unit.COUNT,
                    Fold.MAX,
                    "The same for changes to and from a saturated red.");

    private static final double ALLOWED = 3;

    /** Of a sequence: clear of 1, whatever the policy's sign. */
    private static final double TOO_LONG = 1.01;

    /** A picture that comes so soon after the last one, where times are damaged, is not seen. */
    private static final long UNSEEN_MICROS = 4_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private static final List<Metric> METRICS = List.of(FLASH_RISK, FLASHES, RED_FLASHES);
    private static final int STATE_VERSION = 1;

    private final FlashField light = new FlashField();
    private final RedField red = new RedField();
    private final FlashCounter flashes = new FlashCounter();
    private final FlashCounter redFlashes = new FlashCounter();
    private boolean isSampled;
    private long lastMicros = NEVER; // when the last picture that counts was shown

    @Override
    public String id() {
        return DefectId.VIDEO_FLASHING.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        long nowMicros = frame.presentationTimeMicros();
        if (isSampled || nowMicros - lastMicros < UNSEEN_MICROS) {
            return;
        }
        lastMicros = nowMicros;
        JoinedCells luma = frame.features().joinedLuma();
        if (!light.isOfSize(luma)) {
            onDiscontinuity();
            light.begin(luma);
        }
        light.follow(luma, frame.transfer());
        red.follow(frame);
        flashes.count(light.risenShare(), light.fallenShare(), nowMicros);
        redFlashes.count(red.turnedShare(), red.leftShare(), nowMicros);
        double ofLight = flashes.flashesInSecond(nowMicros);
        double ofRed = redFlashes.flashesInSecond(nowMicros);
        double risk = Math.max(ofLight, ofRed) / ALLOWED;
        boolean isSequence = flashes.isSequence() || redFlashes.isSequence();
        out.measure(FLASH_RISK, isSequence ? Math.max(risk, TOO_LONG) : risk);
        out.measure(FLASHES, ofLight);
        out.measure(RED_FLASHES, ofRed);
    }

    /** Flashes show only where every picture is seen. */
    @Override
    public void onSampling(PictureSampling sampling) {
        isSampled = sampling != PictureSampling.EVERY_PICTURE;
        onDiscontinuity();
    }

    @Override
    public void onDiscontinuity() {
        lastMicros = NEVER;
        light.clear();
        red.clear();
        flashes.clear();
        redFlashes.clear();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /**
     * Version 1: light, red, flashes, red flashes, whether pictures are left out, the last time.
     */
    @Override
    public void save(DataOutput out) throws IOException {
        light.save(out);
        red.save(out);
        flashes.save(out);
        redFlashes.save(out);
        out.writeBoolean(isSampled);
        out.writeLong(lastMicros);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        light.restore(id(), in);
        red.restore(id(), in);
        flashes.restore(id(), in);
        redFlashes.restore(id(), in);
        isSampled = in.readBoolean();
        lastMicros = in.readLong();
    }
}
