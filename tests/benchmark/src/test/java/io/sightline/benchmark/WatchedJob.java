package io.sightline.benchmark;

import com.sun.management.ThreadMXBean;
import io.sightline.config.PolicyFile;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.model.StreamId;
import io.sightline.evidence.EvidenceSettings;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.Examination;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.media.NativeLedger;
import io.sightline.sink.FileDestination;
import io.sightline.sink.RowListener;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Alert;
import io.sightline.table.JsonRows;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchemas;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The program of the process that is measured: the job as {@code sightline monitor} runs it, with
 * one slot, all detectors, files as output and checkpoints, and beside it a count of pictures.
 *
 * <p>It reads {@link ResourceUse} when the warm-up is over and at the end, and writes lines to
 * standard output: {@code key=value}. With a limit in seconds it also writes a line of samples
 * every ten seconds and ends by itself.
 */
public final class WatchedJob implements RowListener {

    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(10);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long warmUpPictures;
    private final AtomicLong pictures = new AtomicLong();
    private final AtomicLong seconds = new AtomicLong();
    private final Object wakeUp = new Object();
    private boolean sampleWanted; // guarded by wakeUp
    private volatile long picturesWhenWarm;
    private volatile @Nullable ResourceUse whenWarm;
    private volatile @Nullable ResourceUse lastSecond;
    private volatile long picturesAtLastSecond;
    private volatile @Nullable Measurement latest;
    private volatile long secondsWhenWarm;
    private volatile long secondsAtLastSecond;

    /** What the task's thread allocated for each picture of a second, in the steady state. */
    private final List<Long> garbagePerPicture = Collections.synchronizedList(new ArrayList<>());

    private long allocatedBefore = -1; // task thread
    private volatile long mostPacketBytes;
    private volatile long evidenceTicks; // of the evidence worker, ever

    private WatchedJob(long warmUpPictures) {
        this.warmUpPictures = warmUpPictures;
    }

    /** Arguments: output folder, pictures of the warm-up, slots, limit in seconds or 0, inputs. */
    public static void main(String[] arguments) throws Exception {
        Path output = Path.of(arguments[0]);
        long limitSeconds = Long.parseLong(arguments[3]);
        DecodeMode mode = DecodeMode.valueOf(System.getProperty("benchmark.decode", "FULL"));
        List<StreamEntry> streams = new ArrayList<>();
        for (int i = 4; i < arguments.length; i++) {
            streams.add(
                    StreamEntry.of(new StreamId("stream-" + (i - 3)), arguments[i])
                            .withExamination(Examination.inFull("default").withDecode(mode)));
        }
        WatchedJob watched = new WatchedJob(Long.parseLong(arguments[1]));
        Thread sampler = new Thread(watched::sampleOnRequest, "benchmark-sampler");
        sampler.setDaemon(true);
        sampler.start();
        try (EmbeddedRun run =
                EmbeddedRun.start(plan(streams, output, Integer.parseInt(arguments[2])), watched)) {
            if (limitSeconds == 0) {
                while (!run.await(Duration.ofMinutes(1))) {
                    // Bounded input: it ends by itself.
                }
            } else {
                watched.sampleFor(run, limitSeconds);
                run.stop();
            }
            watched.report();
        }
        System.exit(0); // nothing else may hold the process
    }

    private static MonitorPlan plan(List<StreamEntry> streams, Path output, int slots) {
        MonitorPlan plan = planWithoutEvidence(streams, output, slots);
        String evidence = System.getProperty("benchmark.evidence", "");
        return evidence.isEmpty() ? plan : plan.withEvidence(EvidenceSettings.in(evidence));
    }

    private static MonitorPlan planWithoutEvidence(
            List<StreamEntry> streams, Path output, int slots) {
        return new MonitorPlan(
                streams,
                /* registry= */ null,
                Map.of(),
                PolicyFile.builtIn(),
                List.of(),
                SourceSettings.DEFAULTS,
                new FileDestination(output.toAbsolutePath().toString()),
                slots,
                output.resolve("checkpoints").toAbsolutePath(),
                Duration.ofSeconds(10),
                /* restoreFrom= */ null);
    }

    private void sampleFor(EmbeddedRun run, long limitSeconds) throws Exception {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long samples = limitSeconds / SAMPLE_INTERVAL.toSeconds();
        for (long i = 1; i <= samples; i++) {
            if (run.await(SAMPLE_INTERVAL)) {
                throw new IllegalStateException("Live streams do not end, but the job did");
            }
            System.out.printf(
                    "sample seconds=%d pictures=%d native_objects=%d packet_bytes=%d"
                            + " heap_bytes=%d heap_committed_bytes=%d other_committed_bytes=%d"
                            + " row_bytes=%d%n",
                    i * SAMPLE_INTERVAL.toSeconds(),
                    pictures.get(),
                    NativeLedger.liveObjects(),
                    NativeLedger.packetBytes(),
                    memory.getHeapMemoryUsage().getUsed(),
                    memory.getHeapMemoryUsage().getCommitted(),
                    memory.getNonHeapMemoryUsage().getCommitted(),
                    rowBytes());
        }
    }

    /** How long the latest row of measurements is as JSON. */
    private int rowBytes() {
        Measurement row = latest;
        if (row == null) {
            return 0;
        }
        DetectorCatalog catalog = DetectorCatalog.load(WatchedJob.class.getClassLoader());
        return new JsonRows<>(TableSchemas.measurements(catalog.columns())).encode(row).length;
    }

    private void report() throws Exception {
        ResourceUse begin = whenWarm;
        ResourceUse end = lastSecond;
        if (begin == null || end == null) {
            throw new IllegalStateException(
                    "The input ended within the warm-up: %d pictures".formatted(pictures.get()));
        }
        print("pictures", pictures.get());
        print("seconds", seconds.get());
        print("steady_pictures", picturesAtLastSecond - picturesWhenWarm);
        print("steady_seconds", secondsAtLastSecond - secondsWhenWarm);
        end.minus(begin).forEach(WatchedJob::print);
        List<Long> sorted = garbagePerPicture.stream().sorted().toList();
        print("task_bytes_per_picture_median_second", sorted.get(sorted.size() / 2));
        print("task_bytes_per_picture_95th_second", sorted.get(sorted.size() * 95 / 100));
        print("evidence_ticks", evidenceTicks);
        print("most_packet_bytes", mostPacketBytes);
        print("whole_cpu_nanos", ResourceUse.now().cpuNanos());
    }

    private static void print(String key, long value) {
        System.out.println(key + "=" + value);
    }

    @Override
    public void onMeasurement(Measurement measurement) {
        latest = measurement;
        long count = pictures.addAndGet(measurement.frames());
        seconds.incrementAndGet();
        // Reads one counter of this thread: looking at the whole process would be garbage itself.
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        if (whenWarm != null && allocatedBefore >= 0 && measurement.frames() > 0) {
            garbagePerPicture.add((allocated - allocatedBefore) / measurement.frames());
        }
        allocatedBefore = allocated;
        if (count >= warmUpPictures && (whenWarm == null || seconds.get() % 20 == 0)) {
            synchronized (wakeUp) {
                sampleWanted = true;
                wakeUp.notifyAll();
            }
        }
    }

    private void sampleOnRequest() {
        try {
            while (true) {
                synchronized (wakeUp) {
                    while (!sampleWanted) {
                        wakeUp.wait();
                    }
                    sampleWanted = false;
                }
                ResourceUse use = ResourceUse.now();
                evidenceTicks = use.cpuTicksByGroup().getOrDefault("evidence", 0L);
                mostPacketBytes = Math.max(mostPacketBytes, NativeLedger.packetBytes());
                long count = pictures.get();
                if (whenWarm == null) {
                    picturesWhenWarm = count;
                    secondsWhenWarm = seconds.get();
                    whenWarm = use;
                } else {
                    picturesAtLastSecond = count;
                    secondsAtLastSecond = seconds.get();
                    lastSecond = use;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onAlert(Alert alert) {
        System.out.println(
                "alert " + alert.event() + " " + alert.streamId() + " " + alert.defect());
    }

    @Override
    public void onStreamState(StreamStateRow state) {
        System.out.println("state " + state.streamId() + " " + state.state());
    }
}
