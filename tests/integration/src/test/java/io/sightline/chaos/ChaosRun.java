package io.sightline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.Examination;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.media.NativeLedger;
import io.sightline.sink.FileDestination;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One job over streams that each have a peer of their own: to some nothing is done, to the others
 * what a script says. Ownership: the test closes it, which ends the peers.
 */
final class ChaosRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What is told in ten minutes is kept until it is judged: some 5 MB. */
    private static final long MAX_GROWTH_BYTES = 24L << 20;

    /**
     * Where the host keeps more of the processors than this, peers answer later than any patience
     * of the job's: what is then published may well be true.
     */
    private static final double MOST_STOLEN = 0.25;

    private final Path folder;
    private final ChaosMedia media;
    private final LiveProgramme programme;
    private final long seed;
    private final Map<String, FaultyPeer> peers = new TreeMap<>(); // owned
    private final Map<String, List<ChaosScript.Step>> scripts = new TreeMap<>();
    private final Map<String, List<Phase>> phases = new HashMap<>(); // guarded by itself
    private final ChaosWatch watch = new ChaosWatch();
    private final MachineLateness machine = new MachineLateness();
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(2, task -> new Thread(task, "chaos timer")); // owned
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** What was seen of the heap and of native objects while all was well. */
    record Held(long heapBytes, long nativeObjects) {}

    private Held early = new Held(0, 0);
    private Held late = new Held(0, 0);

    /** Adds the streams of a run. */
    interface Cast {
        void join(ChaosRun run, ChaosScript script) throws IOException;
    }

    /** Does all of it, and requires that all was published as it must and that nothing is left. */
    static void require(Path folder, ChaosMedia media, long seed, Cast cast) throws Exception {
        ProcessUse before = ProcessUse.now();
        List<String> wrong;
        try (ChaosRun run = new ChaosRun(folder, media, seed)) {
            cast.join(run, new ChaosScript(seed));
            wrong = run.run();
            System.out.println(run.report());
            wrong.forEach(System.out::println);
            double stolen = run.machine.stolenShare();
            assumeTrue(
                    wrong.isEmpty() || stolen < MOST_STOLEN,
                    () -> "the host kept %.0f %% of the processors".formatted(stolen * 100));
            assertThat(wrong).as(run.report()).isEmpty();
            assertThat(run.late.heapBytes() - run.early.heapBytes())
                    .as("growth of the heap")
                    .isLessThan(MAX_GROWTH_BYTES);
        }
        ProcessUse.requireAsBefore(before);
        System.out.println("chaos: before " + before + ", after " + ProcessUse.now());
    }

    private ChaosRun(Path folder, ChaosMedia media, long seed) throws IOException {
        this.folder = folder;
        this.media = media;
        this.seed = seed;
        this.programme = new LiveProgramme(media);
    }

    /** Adds a stream of HLS. */
    void http(String name, List<ChaosScript.Step> script) throws IOException {
        scripts.put(name, script);
        peers.put(name, new FaultyServer(programme, seed + name.hashCode()));
    }

    /** Adds a stream of datagrams. */
    void datagrams(String name, List<ChaosScript.Step> script) throws IOException {
        scripts.put(name, script);
        peers.put(name, new FaultySender(media, seed + name.hashCode()));
    }

    /** Runs the scripts to their ends. Returns what was wrong. */
    private List<String> run() throws Exception {
        var unused =
                timer.scheduleAtFixedRate(
                        machine::pulse, 0, MachineLateness.PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        List<String> wrong = new ArrayList<>();
        try (EmbeddedRun run = EmbeddedRun.start(plan(), watch)) {
            if (!watch.until(PATIENCE, this::areAllMeasured)) {
                List<String> missing =
                        peers.keySet().stream().filter(name -> !isMeasured(name)).toList();
                throw new AssertionError("Not live within " + PATIENCE + ": " + missing);
            }
            early = held();
            playScripts(run);
            late = held();
            run.stop();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        ChaosOracle oracle = new ChaosOracle(watch, machine);
        for (Map.Entry<String, List<ChaosScript.Step>> one : scripts.entrySet()) {
            String name = one.getKey();
            wrong.addAll(
                    one.getValue().isEmpty()
                            ? oracle.judgeControl(name)
                            : oracle.judge(name, phases.get(name)));
        }
        return wrong;
    }

    private boolean areAllMeasured() {
        return peers.keySet().stream().allMatch(this::isMeasured);
    }

    private boolean isMeasured(String name) {
        return watch.isLive(name) && watch.seconds(name).size() >= 2;
    }

    private static Held held() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new Held(runtime.totalMemory() - runtime.freeMemory(), NativeLedger.liveObjects());
    }

    private void playScripts(EmbeddedRun run) throws Exception {
        CountDownLatch ends = new CountDownLatch(scripts.size());
        for (String name : scripts.keySet()) {
            play(name, scripts.get(name), 0, Fault.NONE, ends);
        }
        while (!ends.await(1, TimeUnit.SECONDS)) {
            if (run.await(Duration.ZERO)) {
                throw new AssertionError("Live streams do not end, but the job did");
            }
        }
    }

    /** Begins the step of that number, and has the next one begin after it. */
    private void play(
            String name,
            List<ChaosScript.Step> script,
            int number,
            Fault before,
            CountDownLatch ends) {
        if (number == script.size()) {
            ends.countDown();
            return;
        }
        ChaosScript.Step step = script.get(number);
        long fromMillis = System.currentTimeMillis();
        try {
            peers.get(name).begin(step.fault());
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
        Runnable next =
                () -> {
                    synchronized (phases) {
                        phases.computeIfAbsent(name, id -> new ArrayList<>())
                                .add(
                                        new Phase(
                                                step.fault(),
                                                before,
                                                fromMillis,
                                                System.currentTimeMillis()));
                    }
                    play(name, script, number + 1, step.fault(), ends);
                };
        var unused = timer.schedule(next, step.millis(), TimeUnit.MILLISECONDS);
    }

    private MonitorPlan plan() {
        List<StreamEntry> entries = new ArrayList<>();
        for (Map.Entry<String, FaultyPeer> one : peers.entrySet()) {
            boolean isControl = scripts.get(one.getKey()).isEmpty();
            Examination examination =
                    Examination.inFull("default")
                            .withDecode(isControl ? DecodeMode.FULL : DecodeMode.KEYFRAMES);
            entries.add(
                    StreamEntry.of(new StreamId(one.getKey()), one.getValue().url())
                            .withExamination(examination));
        }
        return new MonitorPlan(
                entries,
                /* registry= */ null,
                Map.of(),
                PolicyFile.builtIn(),
                List.of(),
                SourceSettings.DEFAULTS,
                new FileDestination(folder.resolve("output").toString()),
                /* parallelism= */ 2,
                folder.resolve("state"),
                Duration.ofSeconds(5),
                /* restoreFrom= */ null);
    }

    /** What was done and seen, for people. */
    private String report() {
        Map<Fault, Integer> times = new TreeMap<>();
        synchronized (phases) {
            phases.values().stream()
                    .flatMap(List::stream)
                    .forEach(phase -> times.merge(phase.fault(), 1, Integer::sum));
        }
        long states = peers.keySet().stream().mapToLong(one -> watch.states(one).size()).sum();
        long alerts = peers.keySet().stream().mapToLong(one -> watch.alerts(one).size()).sum();
        return "chaos: seed %d, %d streams, phases %s, %d states, %d alerts, machine late by %d ms at worst, %s to %s"
                .formatted(
                        seed,
                        peers.size(),
                        times,
                        states,
                        alerts,
                        machine.worstMillis(0, Long.MAX_VALUE),
                        early,
                        late);
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        for (FaultyPeer peer : peers.values()) {
            peer.close();
        }
    }
}
