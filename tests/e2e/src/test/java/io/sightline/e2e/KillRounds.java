package io.sightline.e2e;

import io.sightline.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A deployment whose processes are killed again and again, each time as soon as it is well again,
 * while streams go on and incidents open and clear. Ownership: the starter closes it.
 */
final class KillRounds implements AutoCloseable {

    private static final int SLOTS = 2;
    private static final List<String> STREAMS = List.of("one", "two", "three");

    /** Media of as many minutes as the rounds take, as fast as they can be read. */
    private static final Duration UNDISTURBED = Duration.ofMinutes(20);

    /** Columns that tell of the way to the media: a playlist that has ended has no age. */
    private static final Set<String> OF_THE_WAY =
            Set.of("segment_download_ratio", "manifest_stale_ms", "manifest_sequence_errors");

    /**
     * Otherwise than users have it, for the sake of many rounds. Failures seconds apart are not one
     * cause that goes on, which back-off is for; and ZooKeeper holds a dead leader's place for as
     * long as its session, which would be most of the time of a round.
     */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "restart-strategy.exponential-delay.max-backoff", "1 s",
                    "high-availability.zookeeper.client.session-timeout", "4 s");

    private final Deployment deployment; // owned
    private final FlinkCluster cluster; // the deployment's
    private final CheckpointFolder checkpoints;
    private final Acts acts;
    private final long seed;
    private final int rounds;
    private final List<String> ends = new ArrayList<>(); // of JobManagers that nobody killed
    private int taskManagersKilled;
    private int jobManagersKilled;

    private KillRounds(Deployment deployment, Path checkpoints, long seed, int rounds) {
        this.deployment = deployment;
        this.cluster = deployment.cluster();
        this.checkpoints = new CheckpointFolder(checkpoints);
        this.acts = new Acts(deployment, OF_THE_WAY);
        this.seed = seed;
        this.rounds = rounds;
    }

    static KillRounds begin(Path folder, long seed, int rounds) throws Exception {
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        return new KillRounds(
                Deployment.begin(folder, "rounds", checkpoints, SETTINGS),
                checkpoints,
                seed,
                rounds);
    }

    /** Plays all rounds, and then compares the record. */
    List<Drill> run() throws Exception {
        deployment.watch(STREAMS);
        acts.act(
                "0 submit",
                STREAMS.size() + " streams live",
                () -> {
                    deployment.submit("", SLOTS);
                    return cluster.rest().vertices() + " vertex";
                });
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 1; round <= rounds; round++) {
            Kill kill = Kill.draw(random, SLOTS);
            acts.act(
                    round + " " + kill.what() + ", " + kill.when(),
                    "nothing else ends",
                    () -> play(kill));
        }
        Instant end = deployment.lastInstant();
        deployment.endStreams();
        try (UndisturbedRun undisturbed = deployment.runUndisturbed(UNDISTURBED)) {
            return acts.beside(undisturbed.rows(), end.plus(Deployment.TURN)).stream()
                    .map(
                            drill ->
                                    drill.name().startsWith("0 ")
                                            ? withOrder(drill, undisturbed.rows())
                                            : drill)
                    .toList();
        }
    }

    /** What a user's check of the record says of it. */
    RecordVerdict verdict() throws IOException, InterruptedException {
        return deployment.verdict();
    }

    /** What was done in all, and how JobManagers ended that nobody killed. */
    String summary() {
        return "%d TaskManagers and %d JobManagers killed; %d alerts of %d incidents compared;"
                        .formatted(
                                taskManagersKilled,
                                jobManagersKilled,
                                deployment.rows().alerts().size(),
                                incidents())
                + " %d JobManagers ended by themselves\n%s"
                        .formatted(ends.size(), String.join("\n", ends));
    }

    /** Incidents in the record. */
    long incidents() {
        return deployment.rows().alerts().stream()
                .map(alert -> alert.path("incident_id").asText())
                .distinct()
                .count();
    }

    // ---- a round -------------------------------------------------------------------------------

    private String play(Kill kill) throws Exception {
        int endsBefore = ends.size();
        awaitRunning("");
        String taskManager = cluster.rest().placement().get(kill.subtask());
        switch (kill.moment()) {
            case ANY -> {}
            case TRIGGERED -> checkpoints.awaitTriggered(Deployment.LATER);
            case WRITTEN -> checkpoints.awaitWritten(Deployment.LATER);
        }
        Thread.sleep(kill.delayMillis());
        switch (kill.victim()) {
            case TASK_MANAGER -> killTaskManager(taskManager);
            case JOB_MANAGER -> killJobManager();
            case TASK_MANAGER_THEN_JOB_MANAGER -> {
                killTaskManager(taskManager);
                Thread.sleep(kill.gapMillis());
                killJobManager();
            }
            case JOB_MANAGER_THEN_TASK_MANAGER -> {
                killJobManager();
                Thread.sleep(kill.gapMillis());
                killTaskManager(taskManager);
            }
        }
        awaitRunning(kill.hitsTaskManager() ? taskManager : "");
        long completed = cluster.rest().checkpoints().completed();
        Eventually.until(
                "a checkpoint",
                Deployment.LATER,
                () -> {
                    deployment.rows().read();
                    return cluster.rest().checkpoints().completed() > completed;
                });
        int endedNow = ends.size() - endsBefore;
        return endedNow == 0 ? "nothing else" : endedNow + " JobManager ended by itself";
    }

    /** Waits until all tasks run, none of them at a TaskManager that is no more. */
    private void awaitRunning(String gone) throws InterruptedException {
        Eventually.until(
                "all tasks run, none at '" + gone + "'",
                Deployment.LATER,
                () -> {
                    restartIfEnded();
                    deployment.rows().read();
                    return cluster.rest().isRunning() && !cluster.rest().placement().contains(gone);
                });
    }

    private void killTaskManager(String name) throws IOException, InterruptedException {
        cluster.killTaskManager(name);
        taskManagersKilled++;
        cluster.haveTaskManagers(SLOTS);
    }

    private void killJobManager() throws IOException, InterruptedException {
        if (!noteEnd()) {
            cluster.jobManager().kill();
            jobManagersKilled++;
        }
        deployment.startAgain("");
    }

    /** What a supervisor does. */
    private void restartIfEnded() throws IOException, InterruptedException {
        if (noteEnd()) {
            deployment.startAgain("");
        }
    }

    private boolean noteEnd() {
        if (cluster.jobManager().isAlive()) {
            return false;
        }
        ends.add(cluster.jobManager().lastLines(40));
        return true;
    }

    // ---- what came of it
    // -------------------------------------------------------------------------

    /** Alerts of each stream come in the order of the undisturbed run. */
    private Drill withOrder(Drill drill, CommittedRows undisturbed) {
        List<String> differences =
                AlertOrder.differences(undisturbed.alerts(), deployment.rows().alerts());
        return new Drill(
                drill.name(),
                drill.expected(),
                drill.observed(),
                drill.took(),
                drill.quiet(),
                drill.rows().and(new Comparison(0, 0, differences)));
    }

    @Override
    public void close() throws Exception {
        deployment.close();
    }
}
