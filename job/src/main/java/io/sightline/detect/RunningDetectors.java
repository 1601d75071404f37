package io.sightline.detect;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.api.TrackPresence;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Looks;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The detectors of one rendition. One that fails, whatever it throws, is a broken plug-in: it is
 * switched off for this rendition, and stays off until its version changes, the rendition's entry
 * leaves it out, or the rendition is added anew. The others go on.
 *
 * <p>Thread: the task's. Allocates nothing for a picture or a block.
 */
final class RunningDetectors {

    /** Hears of a detector that was switched off; it is not called any more. */
    @FunctionalInterface
    interface FailureListener {
        void switchedOff(Detector detector, Throwable failure);
    }

    private final List<Detector> all;
    private final List<VideoDetector> ofPictures = new ArrayList<>();
    private final List<AudioDetector> ofSound = new ArrayList<>();
    private final List<SyncDetector> ofBoth = new ArrayList<>();
    private final Map<String, Integer> off = new TreeMap<>(); // versions by id
    private final Downstream downstream;
    private final FailureListener failures;
    private boolean hasEverFailed;
    private boolean isLive; // detectors take it to wait until they are told

    // Called for each picture or block: made once, for garbage's sake.
    private final BiConsumer<VideoDetector, VideoFrame> showPicture;
    private final BiConsumer<SyncDetector, VideoFrame> showPictureForSync;
    private final BiConsumer<AudioDetector, AudioBlock> playSound;
    private final BiConsumer<SyncDetector, AudioBlock> playSoundForSync;

    RunningDetectors(
            List<Detector> detectors,
            MeasurementSink out,
            Downstream downstream,
            FailureListener failures) {
        this.all = new ArrayList<>(detectors);
        this.downstream = downstream;
        this.failures = failures;
        for (Detector detector : detectors) {
            if (detector instanceof VideoDetector video) {
                ofPictures.add(video);
            }
            if (detector instanceof AudioDetector audio) {
                ofSound.add(audio);
            }
            if (detector instanceof SyncDetector sync) {
                ofBoth.add(sync);
            }
        }
        showPicture = (detector, frame) -> detector.onFrame(frame, out);
        showPictureForSync = (detector, frame) -> detector.onFrame(frame, out);
        playSound = (detector, block) -> detector.onBlock(block, out);
        playSoundForSync = (detector, block) -> detector.onBlock(block, out);
    }

    /** Tells those that measure what a rule is judged by how often it wants them to look. */
    void onLooks(Collection<DefectRule> rules) {
        for (DefectRule rule : rules) {
            Looks looks = rule.looks();
            if (looks != null) {
                each(
                        all.stream().filter(detector -> serves(detector, rule)).toList(),
                        detector -> detector.onLooks(looks.usual(), looks.suspicious()));
            }
        }
    }

    /** Told each second; detectors hear of changes. */
    void onLive(boolean now) {
        if (now != isLive) {
            isLive = now;
            each(all, detector -> detector.onLive(now));
        }
    }

    private static boolean serves(Detector detector, DefectRule rule) {
        return detector.metrics().stream()
                .map(Metric::name)
                .anyMatch(Set.of(rule.metric(), rule.fusion().metric())::contains);
    }

    void onFrame(VideoFrame frame) {
        each(ofPictures, frame, showPicture);
        each(ofBoth, frame, showPictureForSync);
    }

    void onBlock(AudioBlock block) {
        each(ofSound, block, playSound);
        each(ofBoth, block, playSoundForSync);
    }

    void onUndecodable(long mediaMicros, MeasurementSink out) {
        each(ofPictures, detector -> detector.onUndecodable(mediaMicros, out));
    }

    void onSuspicion(long mediaMicros) {
        each(ofPictures, detector -> detector.onSuspicion(mediaMicros));
    }

    void onTracks(TrackPresence tracks, MeasurementSink out) {
        each(ofBoth, detector -> detector.onTracks(tracks, out));
    }

    /** Tells those that {@code before} did not have what tracks there are. */
    void onTracksUnlessIn(RunningDetectors before, TrackPresence tracks, MeasurementSink out) {
        each(
                ofBoth.stream().filter(d -> !before.has(d.id())).toList(),
                added -> added.onTracks(tracks, out));
    }

    void onSampling(PictureSampling sampling) {
        each(ofPictures, detector -> detector.onSampling(sampling));
    }

    void onDiscontinuity() {
        each(all, Detector::onDiscontinuity);
    }

    /** What to tell of it: one line of bounded length, whatever a plug-in's exception says. */
    static String trouble(Detector detector, Throwable failure) {
        String reason = failure.toString().lines().findFirst().orElse("");
        return "detector '%s' (version %d) failed and is switched off: %.200s"
                .formatted(detector.id(), detector.version(), reason);
    }

    /** How many are switched off. */
    int offCount() {
        return off.size();
    }

    /** Whether any was ever switched off: until then there is nothing to tell. */
    boolean hasEverFailed() {
        return hasEverFailed;
    }

    /** Whether a detector that runs measures this. */
    boolean measures(String metric) {
        for (Detector detector : all) {
            for (Metric measured : detector.metrics()) {
                if (measured.name().equals(metric)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean has(String id) {
        return off.containsKey(id) || all.stream().anyMatch(d -> d.id().equals(id));
    }

    private <D extends Detector> void each(List<D> called, Consumer<D> call) {
        each(called, call, (detector, itself) -> itself.accept(detector));
    }

    /** Calls each detector, the last first, so that one that fails may be taken out. */
    private <D extends Detector, A> void each(List<D> called, A argument, BiConsumer<D, A> call) {
        for (int i = called.size() - 1; i >= 0; i--) {
            D detector = called.get(i);
            try {
                call.accept(detector, argument);
            } catch (Throwable e) { // errors too: of classes that lack, of stacks, of memory
                downstream.throwIfFailed();
                switchOff(detector, e);
            }
            downstream.throwIfFailed();
        }
    }

    private void switchOff(Detector detector, Throwable failure) {
        remove(detector);
        off.put(detector.id(), detector.version());
        hasEverFailed = true;
        failures.switchedOff(detector, failure);
    }

    private void remove(Detector detector) {
        all.removeIf(other -> other == detector);
        ofPictures.removeIf(other -> other == detector);
        ofSound.removeIf(other -> other == detector);
        ofBoth.removeIf(other -> other == detector);
    }

    /** The state of each detector by its id. One that cannot write its own is switched off. */
    void save(DataOutput out) throws IOException {
        List<NamedState.Saved> states = new ArrayList<>();
        for (Detector detector : List.copyOf(all)) {
            try {
                states.add(
                        NamedState.saved(detector.id(), detector.stateVersion(), detector::save));
            } catch (Throwable e) { // as in a call
                switchOff(detector, e);
            }
        }
        out.writeInt(states.size());
        for (NamedState.Saved state : states) {
            state.write(out);
        }
    }

    /**
     * Takes over from {@link #save}. One that cannot read its own is switched off; one that finds
     * state of a version above its own begins anew.
     *
     * @param dropped hears a sentence for each state that nobody takes
     */
    void restore(DataInputStream in, Consumer<String> dropped) throws IOException {
        Map<String, NamedState> states = NamedState.readAll(in);
        for (Detector detector : List.copyOf(all)) {
            NamedState state = states.remove(detector.id());
            if (state == null) {
                continue;
            }
            int known = detector.stateVersion();
            if (state.version() > known) {
                dropped.accept(
                        "detector '%s' begins anew: its state has version %d, which a newer one wrote; the one installed reads up to %d"
                                .formatted(detector.id(), state.version(), known));
                continue;
            }
            try {
                detector.restore(state.version(), state.open());
            } catch (Throwable e) { // as in a call
                switchOff(detector, e);
            }
        }
        for (String id : new TreeSet<>(states.keySet())) {
            dropped.accept(
                    "the state of detector '%s' is dropped: it is not installed, or not chosen"
                                    .formatted(id)
                            + " any more");
        }
    }

    /** Which ones are off, with the version that failed. */
    void saveFailures(DataOutput out) throws IOException {
        out.writeBoolean(hasEverFailed);
        out.writeInt(off.size());
        for (Map.Entry<String, Integer> entry : off.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue());
        }
    }

    /** What was off stays off, unless it comes in another version. */
    void restoreFailures(DataInputStream in) throws IOException {
        hasEverFailed |= in.readBoolean();
        for (int count = in.readInt(); count > 0; count--) {
            String id = in.readUTF();
            int version = in.readInt();
            for (Detector detector : List.copyOf(all)) {
                if (detector.id().equals(id) && detector.version() == version) {
                    remove(detector);
                    off.put(id, version);
                }
            }
        }
    }
}
