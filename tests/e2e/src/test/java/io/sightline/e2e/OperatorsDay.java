package io.sightline.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A day of a deployment, played on a cluster, a broker and a ZooKeeper of real processes: streams
 * come, processes are killed, the broker goes away, disks fill up, the job is rescaled, upgraded
 * and downgraded. Streams go on all the while.
 */
final class OperatorsDay implements AutoCloseable {

    private static final Duration SOON = Deployment.SOON;
    private static final Duration LATER = Deployment.LATER;

    /** Incidents open in every turn of the recording. */
    private static final Duration LATER_THAN_A_TURN = Deployment.TURN.multipliedBy(2);

    private static final int ATTEMPTS = 3;
    private static final List<String> FIRST = List.of("one", "two");
    private static final List<String> MORE = List.of("one", "two", "three", "four");
    private static final List<String> LESS_BANDING = List.of("--detectors", "-video.banding");

    /**
     * What the detector that comes and the one that goes write, and what only live playlists have.
     */
    private static final Set<String> CHANGING =
            Set.of(
                    "extra",
                    "banding_ratio",
                    "segment_download_ratio",
                    "manifest_stale_ms",
                    "manifest_sequence_errors");

    private final Deployment deployment; // owned
    private final FlinkCluster cluster; // the deployment's
    private final SmallDisk disk; // owned
    private final Acts acts;
    private final Map<String, OpenIncidents> heldOpen = new TreeMap<>(); // by act

    /** Whether the example of a plug-in detector lies beside the job. */
    private enum PlugIn {
        PRESENT,
        ABSENT
    }

    private OperatorsDay(Deployment deployment, SmallDisk disk) {
        this.deployment = deployment;
        this.cluster = deployment.cluster();
        this.disk = disk;
        this.acts = new Acts(deployment, CHANGING);
    }

    static OperatorsDay begin(Path folder) throws Exception {
        SmallDisk disk = SmallDisk.at(folder.resolve("checkpoints"), /* megabytes= */ 48);
        return new OperatorsDay(Deployment.begin(folder, "day", disk.folder(), Map.of()), disk);
    }

    /** Plays the day, and then compares its record. */
    List<Drill> run() throws Exception {
        deployment.watch(FIRST);
        acts.act("submit", "2 streams live", () -> submit("", 2));
        acts.act("add two streams", "without a restart", this::addStreams);
        acts.act("kill -9 a TaskManager", "its tasks restart", this::killTaskManager);
        acts.act("kill -9 the JobManager", "another takes over", this::killJobManager);
        acts.act("broker away for 15 s", "rows wait", this::restartBroker);
        acts.act("JobManager killed, broker away", "waits for it", this::killWithoutBroker);
        acts.act("broker out of reach of a TaskManager", "rows wait", this::cutTaskManagerOff);
        acts.act("disk of checkpoints full", "checkpoints fail", this::fillDisk);
        upgrade("savepoint, rescale 2 to 3", 3, List.of(), PlugIn.ABSENT);
        upgrade("savepoint, rescale 3 to 1", 1, List.of(), PlugIn.ABSENT);
        upgrade("upgrade: a detector more, one less", 2, LESS_BANDING, PlugIn.PRESENT);
        upgrade("downgrade", 2, List.of(), PlugIn.ABSENT);
        deployment.awaitRows("the end of incidents that were open", this::allHaveCleared, LATER);
        Instant end = deployment.lastInstant();
        deployment.endStreams();
        try (UndisturbedRun undisturbed = deployment.runUndisturbed(LATER)) {
            List<Drill> drills = acts.beside(undisturbed.rows(), end.plus(Deployment.TURN));
            return drills.stream().map(this::withIncidents).toList();
        }
    }

    /** What a user's check of the record says of it. */
    RecordVerdict verdict() throws IOException, InterruptedException {
        return deployment.verdict();
    }

    // ---- what happens ------------------------------------------------------------------------

    private String submit(String savepoint, int parallelism, String... more) throws Exception {
        deployment.submit(savepoint, parallelism, more);
        return cluster.rest().vertices() + " vertex";
    }

    private String addStreams() throws Exception {
        deployment.watch(MORE);
        deployment.awaitWell();
        return cluster.rest().restarts() + " restarts";
    }

    private String killTaskManager() throws Exception {
        long before = cluster.rest().restarts();
        cluster.killTaskManager(cluster.busyTaskManager());
        cluster.haveTaskManagers(2);
        Eventually.until("a restart", LATER, () -> cluster.rest().restarts() > before);
        return (cluster.rest().restarts() - before) + " restart";
    }

    private String killJobManager() throws Exception {
        long before = cluster.rest().checkpoints().completed();
        cluster.jobManager().kill();
        submit("", 2);
        Eventually.until("a checkpoint", LATER, () -> cluster.rest().checkpoints().completed() > 0);
        return before + " checkpoints before";
    }

    /** The JobManager that takes over cannot ask the broker, and must not give the job up. */
    private String killWithoutBroker() throws Exception {
        deployment.broker().close();
        cluster.jobManager().kill();
        deployment.startAgain("");
        Eventually.until(
                "the new JobManager's wait",
                SOON,
                () -> cluster.jobManager().lastLines(200).contains("has run before"));
        deployment.broker().startAgain();
        Eventually.until("all tasks run", LATER, cluster::isRunning);
        return "goes on " + cluster.rest().checkpoints().restored();
    }

    private String restartBroker() throws Exception {
        deployment.broker().close();
        Instant back = Instant.now().plusSeconds(15);
        Eventually.until("the broker's absence", SOON, () -> Instant.now().isAfter(back));
        deployment.broker().startAgain();
        return cluster.rest().restarts() + " restarts";
    }

    private String cutTaskManagerOff() throws Exception {
        long pid = cluster.taskManager(cluster.busyTaskManager()).pid();
        deployment.link().cut(pid);
        Instant healed = Instant.now().plusSeconds(15);
        Eventually.until("the cut's length", SOON, () -> Instant.now().isAfter(healed));
        deployment.link().heal(pid);
        return cluster.rest().restarts() + " restarts";
    }

    private String fillDisk() throws Exception {
        if (!disk.canBeFilled()) {
            return "skipped: no right to mount a small disk";
        }
        long before = cluster.rest().checkpoints().failed();
        disk.fill();
        Eventually.until(
                "failed checkpoints",
                SOON,
                () -> cluster.rest().checkpoints().failed() >= before + 3);
        long failed = cluster.rest().checkpoints().failed() - before;
        disk.makeRoom();
        return failed + " failed, state " + cluster.rest().jobState();
    }

    /** Stops the job while an incident is open, and starts it otherwise from there. */
    private void upgrade(String name, int parallelism, List<String> arguments, PlugIn plugIn)
            throws Exception {
        acts.act(
                name,
                "goes on",
                () -> {
                    String savepoint = stopWithOpenIncident();
                    OpenIncidents open = OpenIncidents.in(deployment.rows().alerts());
                    heldOpen.put(name, open);
                    PlugInFolder.of(FlinkCluster.ROOT).hold(plugIn == PlugIn.PRESENT);
                    submit(savepoint, parallelism, arguments.toArray(String[]::new));
                    return open.count() + " incidents open";
                });
    }

    /**
     * Waits until an incident opens, then stops with a savepoint. Where the job had so much to
     * catch up with that the incident cleared before the savepoint, it goes on, and the next one is
     * waited for.
     *
     * @return the savepoint
     */
    private String stopWithOpenIncident() throws Exception {
        String savepoint = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!savepoint.isEmpty()) {
                deployment.startAgain(savepoint);
                deployment.awaitWell();
            }
            Set<String> before = OpenIncidents.in(deployment.rows().alerts()).ids();
            deployment.awaitRows(
                    "an incident that opens",
                    () -> {
                        Set<String> now = OpenIncidents.in(deployment.rows().alerts()).ids();
                        return !before.containsAll(now);
                    },
                    LATER_THAN_A_TURN);
            savepoint =
                    cluster.rest()
                            .stopWithSavepoint(deployment.folder().resolve("savepoints"), LATER);
            Eventually.until("the JobManager's end", SOON, () -> !cluster.jobManager().isAlive());
            deployment.rows().readToEnd();
            if (OpenIncidents.in(deployment.rows().alerts()).count() > 0) {
                return savepoint;
            }
        }
        throw new AssertionError("No incident was open at any of " + ATTEMPTS + " savepoints");
    }

    // ---- what came of it ---------------------------------------------------------------------

    private boolean allHaveCleared() {
        List<ObjectNode> alerts = deployment.rows().alerts();
        return heldOpen.values().stream().allMatch(open -> open.haveCleared(alerts));
    }

    /** The drill with what became of the incidents that were open at its savepoint. */
    private Drill withIncidents(Drill drill) {
        OpenIncidents open = heldOpen.get(drill.name());
        if (open == null) {
            return drill;
        }
        List<String> wrong = open.wrong(deployment.rows().alerts(), deployment.streams()::startOf);
        return new Drill(
                drill.name(),
                drill.expected(),
                drill.observed() + (wrong.isEmpty() ? ", each cleared once" : ", not as planted"),
                drill.took(),
                drill.quiet(),
                drill.rows().and(new Comparison(0, 0, wrong)));
    }

    @Override
    public void close() throws Exception {
        deployment.close();
        disk.close();
        PlugInFolder.of(FlinkCluster.ROOT).hold(false);
    }
}
