package io.sightline.backtest;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.readback.MeasuredRendition;
import io.sightline.readback.SecondTaker;
import io.sightline.rejudge.RejudgePlan;
import io.sightline.rejudge.RejudgedIncident;
import io.sightline.rejudge.Rejudging;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges the renditions of one part of a record by one policy or two. Thread: its reader's. */
final class PartJudge implements SecondTaker {

    private final List<Trial> trials;
    private final List<String> metrics;
    private final List<List<FoundIncident>> found = new ArrayList<>(); // by trial
    private final Map<MeasuredRendition, Rendition> renditions = new HashMap<>();
    private @Nullable MeasuredRendition lastWhose;
    private @Nullable Rendition last;

    /** One rendition at work. */
    static final class Rendition {
        private final List<Rejudging> byTrial = new ArrayList<>();
        private long seconds;
        private long firstMillis = Long.MAX_VALUE;
        private long lastMillis = Long.MIN_VALUE;

        long seconds() {
            return seconds;
        }

        long firstMillis() {
            return firstMillis;
        }

        /** Begin of the last second. */
        long lastMillis() {
            return lastMillis;
        }

        int fallBacks() {
            return byTrial.get(0).fallBacks();
        }
    }

    /**
     * @param metrics that each second brings
     */
    PartJudge(List<Trial> trials, List<String> metrics) {
        this.trials = trials;
        this.metrics = metrics;
        trials.forEach(trial -> found.add(new ArrayList<>()));
    }

    @Override
    public void second(
            MeasuredRendition whose, long secondAtMillis, long mediaStartMicros, double[] values) {
        Rendition rendition = last;
        if (rendition == null || !whose.equals(lastWhose)) {
            rendition = renditions.computeIfAbsent(whose, this::begin);
            last = rendition;
            lastWhose = whose;
        }
        rendition.seconds++;
        rendition.firstMillis = Math.min(rendition.firstMillis, secondAtMillis);
        rendition.lastMillis = Math.max(rendition.lastMillis, secondAtMillis);
        for (int i = 0; i < rendition.byTrial.size(); i++) {
            rendition.byTrial.get(i).second(secondAtMillis, mediaStartMicros, values);
        }
    }

    private Rendition begin(MeasuredRendition whose) {
        Rendition rendition = new Rendition();
        for (int i = 0; i < trials.size(); i++) {
            List<FoundIncident> own = found.get(i);
            rendition.byTrial.add(
                    new Rejudging(
                            RejudgePlan.of(trials.get(i).rulesFor(whose.stream()), metrics),
                            new StreamId(whose.stream()),
                            new RenditionId(whose.rendition()),
                            incident -> take(incident, own)));
        }
        return rendition;
    }

    private static void take(RejudgedIncident incident, List<FoundIncident> found) {
        if (incident.event() == Alert.Event.CLEARED) {
            found.add(FoundIncident.of(incident));
        }
    }

    /** There are no more rows. */
    void end() {
        for (Rendition rendition : renditions.values()) {
            for (int i = 0; i < trials.size(); i++) {
                Rejudging judged = rendition.byTrial.get(i);
                judged.end();
                List<FoundIncident> own = found.get(i);
                judged.open().forEach(incident -> own.add(FoundIncident.of(incident)));
            }
        }
    }

    List<FoundIncident> found(int trial) {
        return found.get(trial);
    }

    Map<MeasuredRendition, Rendition> renditions() {
        return renditions;
    }
}
