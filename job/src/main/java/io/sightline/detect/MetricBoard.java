package io.sightline.detect;

import io.sightline.detector.api.Detector;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.model.DefectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the detectors of one rendition write: hands each value to the row of its second and to the
 * judges of its metric. Thread: the task's.
 */
final class MetricBoard implements MeasurementSink {

    /** Bad by these, damage is near: what samples looks closer. */
    private static final Set<DefectId> HINTS_AT_DAMAGE =
            Set.of(DefectId.VIDEO_BLOCK_CORRUPTION, DefectId.VIDEO_DECODE_ERROR);

    private static final long SUSPICIOUS_MICROS = 1_000_000;

    private final MediaClock clock;
    private final SecondRows rows;
    private final IdentityHashMap<Metric, Slot> slots =
            new IdentityHashMap<>(); // metrics are constants
    private final TierFollower tiers;
    private final SpliceTimes splices;
    private final DeadAirWatch deadAir;
    private long presentationTimeMicros;
    private boolean hintedAtDamage;

    MetricBoard(
            MediaClock clock,
            SecondRows rows,
            TierFollower tiers,
            SpliceTimes splices,
            List<Detector> detectors,
            List<Judge> judges,
            DeadAirWatch deadAir) {
        this.clock = clock;
        this.rows = rows;
        this.tiers = tiers;
        this.splices = splices;
        this.deadAir = deadAir;
        Set<Metric> ofPictures = new HashSet<>();
        detectors.stream()
                .filter(VideoDetector.class::isInstance)
                .forEach(detector -> ofPictures.addAll(detector.metrics()));
        List<Metric> metrics = metricsOf(detectors);
        for (int index = 0; index < metrics.size(); index++) {
            Metric metric = metrics.get(index);
            List<Judge> watching = new ArrayList<>();
            List<Judge> fusing = new ArrayList<>();
            for (Judge judge : judges) {
                if (judge.rule().metric().equals(metric.name())) {
                    watching.add(judge);
                } else if (judge.rule().fusion().metric().equals(metric.name())) {
                    fusing.add(judge);
                }
            }
            BadStretches part = deadAir.partOf(metric.name());
            slots.put(metric, new Slot(index, watching, fusing, ofPictures.contains(metric), part));
        }
    }

    /** The metrics of the source and of these detectors, each once, in a fixed order. */
    static List<Metric> metricsOf(List<Detector> detectors) {
        return Stream.concat(
                        SourceMetrics.IN_MEDIA.stream(),
                        detectors.stream().flatMap(d -> d.metrics().stream()))
                .distinct()
                .toList();
    }

    /** By metric, the version of the detector that measures it; 0 for the source. */
    static Map<String, Integer> versionsOf(List<Detector> detectors) {
        Map<String, Integer> versions = new HashMap<>();
        SourceMetrics.IN_MEDIA.forEach(metric -> versions.put(metric.name(), 0));
        for (Detector detector : detectors) {
            detector.metrics().forEach(metric -> versions.put(metric.name(), detector.version()));
        }
        return versions;
    }

    /** Says what picture or block is measured from here on. */
    void at(long presentationTimeMicros) {
        this.presentationTimeMicros = presentationTimeMicros;
    }

    @Override
    public void measure(Metric metric, double value) {
        measure(metric, value, presentationTimeMicros);
    }

    @Override
    public void measure(Metric metric, double value, long atMicros) {
        Slot slot = slot(metric);
        long eventMicros = clock.eventMicros(atMicros);
        rows.fold(slot.index, value, eventMicros, atMicros);
        BadStretches part = slot.part;
        if (part != null) {
            deadAir.sample(part, value, atMicros);
        }
        for (int i = 0; i < slot.fusing.size(); i++) {
            slot.fusing.get(i).sampleOther(value, eventMicros, atMicros);
        }
        List<Judge> judges = slot.judges;
        for (int i = 0; i < judges.size(); i++) {
            Judge judge = judges.get(i);
            long excuse = judge.rule().excuseMicros();
            if (excuse > 0 && splices.isNear(atMicros, excuse)) {
                judge.excuse(eventMicros, atMicros);
            } else {
                judge.sample(value, eventMicros, atMicros);
            }
            hintedAtDamage |= judge.isBad() && HINTS_AT_DAMAGE.contains(judge.rule().defect());
            if (isSuspicious(slot, judge)) {
                tiers.suspect(atMicros, metric.name());
            }
        }
    }

    /** Whether what was measured since this was last asked hints at damage. */
    boolean takeHintAtDamage() {
        boolean hinted = hintedAtDamage;
        hintedAtDamage = false;
        return hinted;
    }

    /** What the metric is from an instant on is not known: its last value holds no longer. */
    void unknown(Metric metric, long atMicros) {
        slot(metric).judges.forEach(judge -> judge.restart(clock.eventMicros(atMicros)));
    }

    /** Nobody measures it from an instant on: what is open of it ends. */
    void withdraw(Metric metric, long atMicros) {
        slot(metric).judges.forEach(judge -> judge.withdraw(clock.eventMicros(atMicros)));
    }

    private Slot slot(Metric metric) {
        Slot slot = slots.get(metric);
        if (slot == null) {
            throw new IllegalArgumentException(
                    "Metric '" + metric.name() + "' is not among those its detector declares");
        }
        return slot;
    }

    /**
     * A single bad picture is reason enough to look closer while most are not seen. What is seen or
     * heard throughout must be bad for a while: many things are, for a moment.
     */
    private boolean isSuspicious(Slot slot, Judge judge) {
        if (judge.isInIncident()) {
            return true;
        }
        boolean isSampled = slot.ofPictures && tiers.sampling() == PictureSampling.KEY_PICTURES;
        return isSampled ? judge.isBad() : judge.badMicros() >= SUSPICIOUS_MICROS;
    }

    /**
     * @param judges by this metric
     * @param fusing it with theirs
     */
    private record Slot(
            int index,
            List<Judge> judges,
            List<Judge> fusing,
            boolean ofPictures,
            @Nullable BadStretches part) {}
}
