package io.sightline.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What happens to a deployment, one thing after the other, and what came of it. One thread. */
final class Acts {

    private final Deployment deployment;
    private final Set<String> ignored; // columns of measurements
    private final List<Act> acts = new ArrayList<>();

    /** What happened, and from which second of the record on. */
    private record Act(
            String name,
            String expected,
            String observed,
            Instant from,
            Duration took,
            Duration quiet) {}

    /** Something to be done; tells what was seen. */
    interface Deed {
        String done() throws Exception;
    }

    /**
     * @param ignored columns of measurements that may differ from those of an undisturbed run
     */
    Acts(Deployment deployment, Set<String> ignored) {
        this.deployment = deployment;
        this.ignored = Set.copyOf(ignored);
    }

    /** Does something and waits until all is well. */
    void act(String name, String expected, Deed deed) throws Exception {
        Instant from = deployment.lastInstant();
        if (deployment.rows() != null) {
            deployment.rows().longestQuiet();
        }
        long began = System.nanoTime();
        String observed;
        try {
            observed = deed.done();
            deployment.awaitWell();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    name + ": " + e.getMessage() + "\n" + deployment.cluster().describe(), e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        acts.add(new Act(name, expected, observed, from, took, deployment.rows().longestQuiet()));
    }

    /**
     * Rows of each act beside those of an undisturbed run.
     *
     * @param end after the last row
     */
    List<Drill> beside(CommittedRows undisturbed, Instant end) {
        CommittedRows rows = deployment.rows();
        List<Drill> drills = new ArrayList<>();
        for (int i = 0; i < acts.size(); i++) {
            Act act = acts.get(i);
            Instant to = i + 1 < acts.size() ? acts.get(i + 1).from() : end;
            Comparison measured =
                    Comparison.of(
                            undisturbed.measurements(),
                            rows.measurements(),
                            "second_at",
                            List.of("stream_id", "rendition", "second_at"),
                            ignored,
                            act.from(),
                            to);
            Comparison told =
                    Comparison.of(
                            undisturbed.alerts(),
                            rows.alerts(),
                            "event_at",
                            List.of("alert_id", "stream_id", "defect", "event"),
                            Set.of(),
                            act.from(),
                            to);
            drills.add(
                    new Drill(
                            act.name(),
                            act.expected(),
                            act.observed(),
                            act.took(),
                            act.quiet(),
                            measured.and(told)));
        }
        return drills;
    }
}
