package io.sightline.detect;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.TrackPresence;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.TimeBase;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.Verdict;
import io.sightline.media.Track;
import io.sightline.policy.DefectRule;
import io.sightline.state.StateVersion;
import io.sightline.table.Measurement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is measured and judged of one rendition: its detectors, the rows of its seconds
 * and the judges of its policy.
 *
 * <p>Thread: the task's. State: {@link #save} before each checkpoint, {@link #restore} after a
 * restart; what is then shown again up to the last presentation time is skipped, so results go on
 * exactly where they stopped.
 */
final class Analysis {

    private static final Logger LOG = LoggerFactory.getLogger(Analysis.class);

    private static final int STATE_VERSION = 2;

    /**
     * Values may come this far behind the newest picture or block: what the source tells of a
     * second is told at its end, by a picture at most late, and stands at its begin.
     */
    private static final long MEASURING_DELAY_MICROS = 1_500_000;

    private final RenditionRef origin;
    private final Consumer<String> troubles;
    private final RunningDetectors detectors;
    private final Judges judges;
    private final MediaClock clock = new MediaClock();
    private final SecondRows rows;
    private final MetricBoard board;
    private final SignalWatch signal;
    private final CoverageWatch coverage;
    private final TierFollower tiers;
    private final FormatWatch formats;
    private final DeadAirWatch deadAir;
    private final ProgrammeContext context;
    private final OffsetWatch offset;

    private @Nullable TrackPresence tracks;
    private @Nullable TrackPresence announced; // without what is expected; null after a restart
    private boolean continuityBroken; // detectors are told with the next new picture or sound
    private long endMicros = TimeBase.NO_TIME; // how far pictures and sound reach, media time
    private long endEventMicros = TimeBase.NO_TIME; // the same instant in event time

    /**
     * @param offset compares it with another rendition; follows its times from here on
     * @param release what every row says of the job and its policy
     * @param verdicts takes what is judged, during the calls; the same of {@code measurements}
     * @param troubles takes a sentence for people when something is switched off
     */
    Analysis(
            RenditionRef origin,
            List<Detector> detectors,
            Collection<DefectRule> rules,
            OffsetWatch offset,
            Release release,
            Consumer<Verdict> verdicts,
            Consumer<Measurement> measurements,
            Consumer<String> troubles) {
        this.origin = origin;
        this.troubles = troubles;
        Downstream downstream = new Downstream();
        Consumer<Verdict> judged = downstream.guard(verdicts);
        Map<String, Integer> versions = MetricBoard.versionsOf(detectors);
        judges = new Judges(origin, rules, versions, judged);
        context = new ProgrammeContext(origin.examination().expected());
        tiers = new TierFollower(origin);
        coverage = new CoverageWatch(origin, rules, judged);
        rows =
                new SecondRows(
                        origin,
                        MetricBoard.metricsOf(detectors),
                        coverage,
                        release.provenanceOf(detectors),
                        downstream.guard(measurements));
        deadAir = new DeadAirWatch(rules, versions.keySet());
        board =
                new MetricBoard(
                        clock, rows, tiers, context.splices(), detectors, judges.all(), deadAir);
        signal = new SignalWatch(origin, rules, judged);
        this.detectors = new RunningDetectors(detectors, board, downstream, this::switchedOff);
        this.detectors.onLooks(rules);
        formats = new FormatWatch(origin.examination().expected());
        this.offset = offset;
        offset.follow(clock);
    }

    void onAnchored(StreamEvent.Anchored anchored) {
        clock.anchor(anchored.presentationTimeMicros(), anchored.eventTimeMicros());
    }

    void onDiscontinuity() {
        continuityBroken = true;
    }

    void onTick(StreamEvent.Tick tick) {
        signal.onTick(tick);
        detectors.onLive(tick.isLive());
    }

    void onMeasured(StreamEvent.Measured measured) {
        if (measured.value() > 0 && SourceMetrics.HINTS_AT_DAMAGE.contains(measured.metric())) {
            tiers.suspect(measured.presentationTimeMicros(), measured.metric().name());
            detectors.onSuspicion(measured.presentationTimeMicros());
        }
        context.onMeasured(measured);
        board.measure(measured.metric(), measured.value(), measured.presentationTimeMicros());
    }

    /** Decoders were opened; from here on their tiers are as they were before a restart. */
    void onTracks(MediaUnit.Tracks decoded) throws IOException {
        tiers.follow(decoded.tiers());
        formats.onTracks(decoded.videoCodec(), decoded.audioCodec());
        onTracks(decoded.video(), decoded.audio());
    }

    private void onTracks(boolean video, boolean audio) {
        announced = new TrackPresence(video, audio);
        TrackPresence wanted =
                new TrackPresence(video, audio || origin.examination().expected().audio());
        if (!wanted.equals(tracks)) {
            tracks = wanted;
            detectors.onTracks(wanted, board);
        }
    }

    void onPicture(VideoFrame frame) {
        long mediaMicros = frame.presentationTimeMicros();
        if (!clock.acceptPicture(mediaMicros)) {
            continuityBroken = false; // the break before it was told before the restart
            return;
        }
        tellContinuity();
        tellSampling();
        board.at(mediaMicros);
        reaches(mediaMicros + frame.durationMicros());
        rows.countPicture(tiers.inForce(), clock.eventMicros(mediaMicros), mediaMicros);
        formats.onPicture(frame, board);
        context.onPicture(frame, board);
        detectors.onFrame(frame);
        if (board.takeHintAtDamage()) {
            detectors.onSuspicion(mediaMicros);
        }
        offset.onPicture(frame, board);
        tellFailures();
        deadAir.judge(board);
        emitEndedRows();
    }

    void onSound(AudioBlock block) {
        long mediaMicros = block.presentationTimeMicros();
        if (!clock.acceptSound(mediaMicros)) {
            continuityBroken = false;
            return;
        }
        tellContinuity();
        board.at(mediaMicros);
        reaches(mediaMicros + block.durationMicros());
        rows.countSound(tiers.inForce(), clock.eventMicros(mediaMicros), mediaMicros);
        formats.onSound(block, board);
        detectors.onBlock(block);
        offset.onSound(block, board);
        tellFailures();
        deadAir.judge(board);
        emitEndedRows();
    }

    void onUndecodable(Track.Kind kind, long mediaMicros) {
        if (kind != Track.Kind.VIDEO || mediaMicros <= clock.lastPictureMicros()) {
            return;
        }
        board.at(mediaMicros);
        rows.countUndecodable(clock.eventMicros(mediaMicros), mediaMicros);
        detectors.onUndecodable(mediaMicros, board);
    }

    /** A picture or a block was left out. */
    void onNotDecoded(MediaUnit.NotDecoded left) {
        long mediaMicros = left.presentationTimeMicros();
        boolean isPicture = left.kind() == Track.Kind.VIDEO;
        if (isPicture
                && left.tier() == DecodeTier.REFERENCE
                && mediaMicros <= clock.lastPictureMicros()) {
            return; // told before the restart, with the picture after it
        }
        if (left.tier() == DecodeTier.NONE) {
            continuityBroken =
                    true; // when pictures and sound come back, that is not how they go on
        }
        if (left.tier() != DecodeTier.REFERENCE) {
            clock.leftOut(left.kind(), mediaMicros);
        }
        rows.countLeftOut(
                left.kind(), left.tier(), left.shed(), clock.eventMicros(mediaMicros), mediaMicros);
        emitEndedRows();
    }

    /** The input is over: spans end where the media ends, and the last rows come out. */
    void onInputEnded() {
        deadAir.end(board);
        judgeEnd(Judge::advance);
        rows.emitAll();
        coverage.end();
    }

    /** Nobody watches any more: what is open is withdrawn. */
    void onRemoved(long wallTimeMillis) {
        judgeEnd(Judge::withdraw);
        signal.withdraw(wallTimeMillis);
        rows.emitAll();
        coverage.withdraw();
    }

    /**
     * The rendition's entry changed: {@code next}, with the rules and detectors of the new one,
     * goes on exactly here. What is open and no longer judged is withdrawn.
     */
    void handOver(Analysis next, long wallTimeMillis) throws IOException {
        next.takeOver(save(), dropped -> {}); // left out on purpose
        tiers.handOver(next.tiers);
        TrackPresence present = next.tracks;
        if (present != null) {
            next.detectors.onTracksUnlessIn(detectors, present, next.board);
        }
        if (announced != null) {
            next.onTracks(announced.video(), announced.audio());
        }
        if (endMicros != TimeBase.NO_TIME) {
            judges.withdrawAllBut(next.judges, endEventMicros);
        }
        signal.withdrawAllBut(next.signal, wallTimeMillis);
        coverage.withdrawAllBut(next.coverage);
    }

    /** How many detectors failed and are switched off. */
    int detectorsOff() {
        return detectors.offCount();
    }

    /** At the end of what was seen, if anything was. */
    private void judgeEnd(ObjLongConsumer<Judge> step) {
        if (endMicros != TimeBase.NO_TIME) {
            judges.each(step, endEventMicros);
        }
    }

    private void reaches(long mediaMicros) {
        if (mediaMicros > endMicros) {
            endMicros = mediaMicros;
            endEventMicros = clock.eventMicros(mediaMicros);
        }
    }

    private void tellContinuity() {
        if (continuityBroken) {
            continuityBroken = false;
            deadAir.end(board);
            deadAir.forget();
            context.onDiscontinuity();
            judgeEnd(Judge::restart);
            detectors.onDiscontinuity();
            offset.onDiscontinuity();
        }
    }

    private void tellSampling() {
        PictureSampling next = tiers.newSampling();
        if (next != null) {
            detectors.onSampling(next);
        }
    }

    private void emitEndedRows() {
        boolean areBoth = tracks != null && tracks.video() && tracks.audio();
        long complete = areBoth ? clock.bothPresentedMicros() : clock.presentedMicros();
        rows.emitEndedBy(clock.eventMicros(complete) - MEASURING_DELAY_MICROS);
    }

    /** Every second says how many detectors lack, from the first that does. */
    private void tellFailures() {
        if (detectors.hasEverFailed()) {
            board.measure(SourceMetrics.DETECTORS_OFF, detectors.offCount());
        }
    }

    /** A detector that fails is a broken plug-in: this stream goes on without it. */
    private void switchedOff(Detector detector, Throwable failure) {
        LOG.error(
                "{} detector '{}' failed and is switched off for this rendition",
                origin.forLog(),
                detector.id(),
                failure);
        withdrawUnmeasured();
        troubles.accept(RunningDetectors.trouble(detector, failure));
    }

    private void withdrawUnmeasured() {
        judges.withdrawUnless(
                metric -> SourceMetrics.isInMedia(metric) || detectors.measures(metric),
                endEventMicros);
    }

    /**
     * Version 1: clock, continuity, tracks, rows, signal watch, formats, coverage watch, tiers,
     * detectors by id, judges by defect. Version 2 adds detectors that are switched off, dead air,
     * captions and splices.
     */
    byte[] save() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(STATE_VERSION);
        clock.save(out);
        out.writeLong(endMicros);
        out.writeLong(endEventMicros);
        out.writeBoolean(continuityBroken);
        out.writeBoolean(tracks != null);
        if (tracks != null) {
            out.writeBoolean(tracks.video());
            out.writeBoolean(tracks.audio());
        }
        rows.save(out);
        signal.save(out);
        formats.save(out);
        coverage.save(out);
        tiers.save(out);
        detectors.save(out);
        judges.save(out);
        detectors.saveFailures(out);
        deadAir.save(out);
        context.save(out);
        return bytes.toByteArray();
    }

    /**
     * Goes on where {@link #save} was called; an incident that is no longer judged ends here.
     *
     * @param dropped hears a sentence for each state of a detector that nobody takes
     */
    void restore(byte[] saved, Consumer<String> dropped) throws IOException {
        Map<String, NamedState> judged = takeOver(saved, dropped);
        judges.withdrawUnjudged(judged, endEventMicros);
    }

    private Map<String, NamedState> takeOver(byte[] saved, Consumer<String> dropped)
            throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
        int version = in.readInt();
        StateVersion.requireKnown("detect (analysis)", version, STATE_VERSION);
        clock.restore(in);
        endMicros = in.readLong();
        endEventMicros = in.readLong();
        continuityBroken = in.readBoolean();
        tracks = in.readBoolean() ? new TrackPresence(in.readBoolean(), in.readBoolean()) : null;
        rows.restore(in);
        signal.restore(in);
        formats.restore(in);
        coverage.restore(in);
        tiers.restore(in);
        detectors.restore(in, dropped);
        Map<String, NamedState> judged = judges.restore(in);
        if (version >= 2) {
            detectors.restoreFailures(in);
            deadAir.restore(in);
            context.restore(in);
        }
        withdrawUnmeasured();
        return judged;
    }
}
