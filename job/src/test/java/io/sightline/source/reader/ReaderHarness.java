package io.sightline.source.reader;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.StreamEvent;
import io.sightline.isolation.IsolationSettings;
import io.sightline.media.Track;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.metrics.MetricDetail;
import io.sightline.source.DemuxerOpener;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Drives a reader as a task does, and keeps what it emits as lines of text; packets are closed. */
final class ReaderHarness implements ReaderOutput<StreamEvent>, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final MetricGroup NO_METRICS = new UnregisteredMetricsGroup();

    final StreamReader reader;
    final List<String> lines = new ArrayList<>();
    final List<StreamEvent> others = new ArrayList<>(); // all but packets and tracks
    final Map<String, Long> reachedMicros = new HashMap<>(); // by stream, of packets
    private InputStatus status = InputStatus.MORE_AVAILABLE;

    ReaderHarness(SourceSettings settings) {
        this(settings, new FfmpegMedia()::openDemuxer);
    }

    ReaderHarness(SourceSettings settings, DemuxerOpener opener) {
        this(settings, IsolationSettings.OFF, opener);
    }

    ReaderHarness(SourceSettings settings, InstantSource clock) {
        this(settings, clock, NO_METRICS, MetricDetail.SUBTASKS);
    }

    ReaderHarness(
            SourceSettings settings,
            InstantSource clock,
            MetricGroup metrics,
            MetricDetail detail) {
        this(
                settings,
                IsolationSettings.OFF,
                new FfmpegMedia()::openDemuxer,
                clock,
                metrics,
                detail);
    }

    ReaderHarness(SourceSettings settings, IsolationSettings isolation, DemuxerOpener opener) {
        this(
                settings,
                isolation,
                opener,
                InstantSource.system(),
                NO_METRICS,
                MetricDetail.SUBTASKS);
    }

    private ReaderHarness(
            SourceSettings settings,
            IsolationSettings isolation,
            DemuxerOpener opener,
            InstantSource clock,
            MetricGroup metrics,
            MetricDetail detail) {
        reader = new StreamReader(settings, isolation, opener, clock, metrics, detail);
        reader.start();
    }

    static StreamSplit split(String id, String url) {
        return new StreamSplit(
                StreamEntry.of(new StreamId(id), url), RenditionId.MAIN, id + "#0", Position.START);
    }

    ReaderHarness read(StreamSplit... splits) {
        reader.addSplits(List.of(splits));
        return this;
    }

    /** One event, or nothing when none is there now. */
    boolean step() {
        int before = lines.size();
        status = reader.pollNext(this);
        return lines.size() > before;
    }

    boolean isOver() {
        return status == InputStatus.END_OF_INPUT;
    }

    /** Polls until the condition holds. */
    void until(String what, BooleanSupplier condition) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("Not within " + PATIENCE + ": " + what + "\n" + tail());
            }
            if (!step() && !isOver()) {
                await();
            }
        }
    }

    /** Waits until the reader wants to be polled, or long enough to look at the condition. */
    private void await() throws Exception {
        try {
            reader.isAvailable().get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException quiet) {
            step();
        }
    }

    /** Polls until the reader says that everything was read. */
    ReaderHarness toTheEnd() throws Exception {
        reader.notifyNoMoreSplits();
        until("end of input", this::isOver);
        return this;
    }

    /** Lines of media events: what must be the same after a restart. */
    List<String> media() {
        return lines.stream()
                .filter(line -> !line.startsWith("state") && !line.startsWith("tick"))
                .toList();
    }

    boolean saw(String part) {
        return count(part) > 0;
    }

    /** Measures are not looked at: their names hold words of other events. */
    long count(String part) {
        return lines.stream()
                .filter(line -> line.contains(part) && !line.startsWith("measured"))
                .count();
    }

    /** The streams whose states begin like this, in the order told. */
    List<String> origins(String state) {
        return others.stream()
                .filter(StreamEvent.StateChanged.class::isInstance)
                .map(StreamEvent.StateChanged.class::cast)
                .filter(change -> ("state " + change.state()).equals(state))
                .map(change -> change.origin().stream().value())
                .toList();
    }

    /** The last state told, without its reason. */
    String state() {
        return lines.stream()
                .filter(line -> line.startsWith("state "))
                .reduce("", (earlier, later) -> later)
                .replaceFirst("^(state \\w+) .*", "$1");
    }

    private String tail() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    @Override
    public void collect(StreamEvent event) {
        if (event instanceof StreamEvent.PacketArrived arrived) {
            try (var packet = arrived.packet()) {
                reachedMicros.merge(
                        arrived.origin().stream().value(),
                        packet.presentationTimeMicros(),
                        Math::max);
                lines.add(
                        (packet.isPreRoll() ? "preroll" : "packet")
                                + " %d pts=%d dts=%d size=%d key=%b"
                                        .formatted(
                                                packet.trackIndex(),
                                                packet.presentationTimeMicros(),
                                                packet.decodeTimeMicros(),
                                                packet.sizeBytes(),
                                                packet.isKeyFrame()));
            }
            return;
        } else if (event instanceof StreamEvent.TracksAnnounced announced) {
            List<String> names = announced.tracks().stream().map(Track::codec).toList();
            announced.tracks().forEach(Track::close);
            lines.add("tracks " + names);
            return;
        }
        others.add(event);
        if (event instanceof StreamEvent.Anchored anchored) {
            lines.add(
                    "anchor "
                            + anchored.presentationTimeMicros()
                            + " "
                            + anchored.eventTimeMicros());
        } else if (event instanceof StreamEvent.Discontinuity broken) {
            lines.add("discontinuity " + broken.reason());
        } else if (event instanceof StreamEvent.Measured measured) {
            lines.add(
                    "measured %s %s at %d"
                            .formatted(
                                    measured.metric().name(),
                                    measured.value(),
                                    measured.presentationTimeMicros()));
        } else if (event instanceof StreamEvent.StateChanged changed) {
            lines.add("state " + changed.state() + " " + changed.reason());
        } else if (event instanceof StreamEvent.Tick tick) {
            lines.add(
                    "tick %s noSignal=%d stall=%d"
                            .formatted(tick.state(), tick.noSignalMillis(), tick.stallMillis()));
        } else if (event instanceof StreamEvent.InputEnded) {
            lines.add("ended");
        } else if (event instanceof StreamEvent.Removed) {
            lines.add("removed");
        }
    }

    @Override
    public void collect(StreamEvent event, long timestamp) {
        collect(event);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        throw new AssertionError("The source emits no watermarks");
    }

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<StreamEvent> createOutputForSplit(String splitId) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}

    @Override
    public void close() throws InterruptedException {
        reader.close();
    }
}
