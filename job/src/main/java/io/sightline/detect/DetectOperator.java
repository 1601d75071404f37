package io.sightline.detect;

import io.sightline.detector.api.Detector;
import io.sightline.flow.ChainLocalType;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.flow.Verdict;
import io.sightline.model.ModelSettings;
import io.sightline.policy.Policy;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the detectors over pictures and sound and judges what they measure: verdicts go on down the
 * chain, measurements and stream states leave by the side.
 *
 * <p>Thread: the task's. State: live detectors sit on the heap, one {@link Analysis} for each
 * rendition, and are written to keyed state only right before a checkpoint barrier. Keyed by the
 * stream's placement key; the state of a rendition ends when the source removes it.
 */
public final class DetectOperator extends AbstractStreamOperator<Verdict>
        implements OneInputStreamOperator<MediaUnit, Verdict> {

    private static final Logger LOG = LoggerFactory.getLogger(DetectOperator.class);

    private static final long serialVersionUID = 1L;

    public static final OutputTag<Measurement> MEASUREMENTS =
            new OutputTag<>("measurements", ChainLocalType.of(Measurement.class));
    public static final OutputTag<StreamStateRow> STREAM_STATES =
            new OutputTag<>("stream-states", ChainLocalType.of(StreamStateRow.class));

    /** By rendition; cleared on {@link StreamEvent.Removed}. */
    static final MapStateDescriptor<String, byte[]> ANALYSES =
            new MapStateDescriptor<>(
                    "analyses",
                    Types.STRING,
                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final Policy policy;
    private final Release release;
    private final ArrayList<String> selectedDetectors;
    private final ModelSettings models;

    private transient DetectorCatalog catalog;
    private transient MapState<String, byte[]> saved;
    private transient IdentityHashMap<RenditionRef, Analysis>
            analyses; // by identity, see RenditionRef
    private transient Programmes programmes;
    private transient StreamRecord<Verdict> reused;
    private transient DetectMetrics counted;
    private transient Set<String> told; // of dropped states: once, not for each rendition

    /**
     * @param jobVersion that rows name
     * @param selectedDetectors the ids of the detectors that this deployment runs; empty means all
     */
    public DetectOperator(Policy policy, String jobVersion, List<String> selectedDetectors) {
        this(policy, jobVersion, selectedDetectors, ModelSettings.DEFAULTS);
    }

    /**
     * @param models beside those on the class path, and what runs them
     */
    public DetectOperator(
            Policy policy,
            String jobVersion,
            List<String> selectedDetectors,
            ModelSettings models) {
        this.policy = policy;
        this.release = new Release(jobVersion, policy.version());
        this.selectedDetectors = new ArrayList<>(selectedDetectors);
        this.models = models;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        saved = context.getKeyedStateStore().getMapState(ANALYSES);
    }

    @Override
    public void open() throws Exception {
        super.open();
        catalog = DetectorCatalog.load(getUserCodeClassloader(), models);
        catalog.loadModels(selectedDetectors).forEach(LOG::error); // each is off, the rest runs
        analyses = new IdentityHashMap<>();
        programmes = new Programmes();
        reused = new StreamRecord<>(null);
        counted = new DetectMetrics(getMetricGroup());
        told = new HashSet<>();
    }

    @Override
    public void processElement(StreamRecord<MediaUnit> element) throws Exception {
        MediaUnit unit = element.getValue();
        if (unit instanceof MediaUnit.Picture picture) {
            Analysis analysis = analysisOf(picture.origin());
            counted.begin();
            analysis.onPicture(picture.frame());
            counted.end();
        } else if (unit instanceof MediaUnit.Sound sound) {
            Analysis analysis = analysisOf(sound.origin());
            counted.begin();
            analysis.onSound(sound.block());
            counted.end();
        } else if (unit instanceof MediaUnit.Undecodable refused) {
            analysisOf(refused.origin())
                    .onUndecodable(refused.kind(), refused.presentationTimeMicros());
        } else if (unit instanceof MediaUnit.Tracks tracks) {
            analysisOf(tracks.origin()).onTracks(tracks);
        } else if (unit instanceof MediaUnit.NotDecoded left) {
            analysisOf(left.origin()).onNotDecoded(left);
        } else if (unit instanceof MediaUnit.Passed passed) {
            onSourceEvent(passed.event());
        }
    }

    private void onSourceEvent(StreamEvent event) throws Exception {
        RenditionRef origin = event.origin();
        if (event instanceof StreamEvent.Tick tick) {
            analysisOf(origin).onTick(tick);
        } else if (event instanceof StreamEvent.Anchored anchored) {
            analysisOf(origin).onAnchored(anchored);
        } else if (event instanceof StreamEvent.Discontinuity) {
            analysisOf(origin).onDiscontinuity();
        } else if (event instanceof StreamEvent.Measured measured) {
            analysisOf(origin).onMeasured(measured);
        } else if (event instanceof StreamEvent.InputEnded) {
            analysisOf(origin).onInputEnded();
        } else if (event instanceof StreamEvent.StateChanged changed) {
            noteWatched(changed);
            output.collect(STREAM_STATES, new StreamRecord<>(rowOf(changed)));
        } else if (event instanceof StreamEvent.EntryReplaced replaced) {
            replace(origin, replaced.next());
        } else if (event instanceof StreamEvent.Removed) {
            analysisOf(origin).onRemoved(getProcessingTimeService().getCurrentProcessingTime());
            analyses.remove(origin);
            programmes.remove(origin);
            countSwitchedOff();
            saved.remove(origin.rendition().value());
        }
    }

    /**
     * The first state comes before all media: whoever is compared with it remembers from then on.
     */
    private void noteWatched(StreamEvent.StateChanged changed) {
        if (changed.state() != StreamState.NOT_WATCHED) {
            programmes.watchOf(changed.origin());
        }
    }

    private StreamStateRow rowOf(StreamEvent.StateChanged changed) {
        return new StreamStateRow(
                changed.origin().stream().value(),
                changed.origin().rendition().value(),
                changed.state(),
                changed.reason(),
                changed.sinceMillis(),
                release.jobVersion());
    }

    private Analysis analysisOf(RenditionRef origin) throws Exception {
        Analysis analysis = analyses.get(origin);
        if (analysis == null) {
            analysis = newAnalysis(origin);
            byte[] before = saved.get(origin.rendition().value());
            if (before != null) {
                analysis.restore(before, this::dropped);
            }
            analyses.put(origin, analysis);
            if (analysis.detectorsOff() > 0) {
                countSwitchedOff();
            }
        }
        return analysis;
    }

    private void dropped(String sentence) {
        if (told.add(sentence)) {
            LOG.info("Restored state: {}", sentence);
        }
    }

    private Analysis newAnalysis(RenditionRef origin) {
        return new Analysis(
                origin,
                detectorsFor(origin),
                policy.rulesFor(origin.stream(), origin.examination().policy()),
                programmes.watchOf(origin),
                release,
                this::emit,
                this::emit,
                trouble -> {
                    countSwitchedOff();
                    output.collect(STREAM_STATES, new StreamRecord<>(live(origin, trouble)));
                });
    }

    private void emit(Verdict verdict) {
        counted.leave();
        output.collect(reused.replace(verdict));
        counted.comeBack();
    }

    private void emit(Measurement row) {
        counted.row();
        counted.leave();
        output.collect(MEASUREMENTS, new StreamRecord<>(row));
        counted.comeBack();
    }

    private void countSwitchedOff() {
        int off = 0;
        for (Analysis analysis : analyses.values()) {
            off += analysis.detectorsOff();
        }
        counted.switchedOff(off);
    }

    /** Media is there, or no detector would have been called. */
    private StreamStateRow live(RenditionRef origin, String reason) {
        long now = getProcessingTimeService().getCurrentProcessingTime();
        return rowOf(new StreamEvent.StateChanged(origin, StreamState.LIVE, reason, now));
    }

    private void replace(RenditionRef origin, RenditionRef next) throws Exception {
        Analysis before = analysisOf(origin);
        Analysis after = newAnalysis(next);
        before.handOver(after, getProcessingTimeService().getCurrentProcessingTime());
        programmes.replace(origin, next);
        analyses.remove(origin);
        analyses.put(next, after);
        countSwitchedOff();
    }

    private List<Detector> detectorsFor(RenditionRef origin) {
        List<Detector> deployed = catalog.create(selectedDetectors);
        List<String> chosen = origin.examination().detectors();
        return chosen.isEmpty()
                ? deployed
                : deployed.stream().filter(d -> chosen.contains(d.id())).toList();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        for (Map.Entry<RenditionRef, Analysis> entry : analyses.entrySet()) {
            setCurrentKey(entry.getKey().placementKey());
            saved.put(entry.getKey().rendition().value(), entry.getValue().save());
        }
    }
}
