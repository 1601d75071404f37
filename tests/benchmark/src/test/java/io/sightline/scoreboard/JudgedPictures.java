package io.sightline.scoreboard;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.policy.DefectRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What several rules say of each picture that is shown: a value holds until the next one. */
final class JudgedPictures implements DecodedFile.Watcher, MeasurementSink {

    /**
     * A rule and what measures for it.
     *
     * @param isSuspicious it is told all the time that something hints at damage
     */
    record Judged(DefectRule rule, VideoDetector detector, boolean isSuspicious) {}

    /**
     * A picture.
     *
     * @param over by rule
     */
    record Picture(long atMicros, Luma.Truth truth, List<Boolean> over) {}

    private final List<Judged> judged;
    private final Map<Long, Luma> clean;
    private final Map<String, Double> values = new HashMap<>();
    private final boolean[] over;
    private final List<Picture> pictures = new ArrayList<>();
    private int unmatched;

    /**
     * @param clean by presentation time
     */
    JudgedPictures(List<Judged> judged, Map<Long, Luma> clean) {
        this.judged = judged;
        this.clean = clean;
        this.over = new boolean[judged.size()];
    }

    List<Picture> pictures() {
        return pictures;
    }

    /** Pictures at a time at which there should be none. */
    int unmatched() {
        return unmatched;
    }

    @Override
    public void onPicture(VideoFrame frame) {
        long at = frame.presentationTimeMicros();
        List<Boolean> said = new ArrayList<>();
        for (int i = 0; i < over.length; i++) {
            Judged one = judged.get(i);
            if (one.isSuspicious()) {
                one.detector().onSuspicion(at);
            }
            one.detector().onFrame(frame, this);
            DefectRule rule = one.rule();
            double value = values.getOrDefault(rule.metric(), Double.NaN);
            over[i] = rule.level().isBad(value, over[i]);
            said.add(over[i]);
        }
        Luma wanted = clean.get(at);
        if (wanted == null) {
            unmatched++;
        } else {
            pictures.add(new Picture(at, Luma.copyOf(frame).beside(wanted), said));
        }
    }

    @Override
    public void onUndecodable(long atMicros) {
        judged.forEach(one -> one.detector().onUndecodable(atMicros, this));
    }

    @Override
    public void measure(Metric metric, double value) {
        values.put(metric.name(), value);
    }

    @Override
    public void measure(Metric metric, double value, long atMicros) {
        measure(metric, value);
    }
}
