package io.sightline.cli;

import io.sightline.job.ClusterJob;
import io.sightline.job.RestoreException;
import io.sightline.job.RestorePoint;
import io.sightline.sink.Destination;
import java.util.List;

/** Checks what a run is to go on from, before anything starts. */
final class RestoreOptions {

    private final List<String> problems;

    /**
     * @param problems takes what is wrong
     */
    RestoreOptions(List<String> problems) {
        this.problems = problems;
    }

    /**
     * Opens it, and compares it with the run.
     *
     * @return what becomes of state that has no place in the run
     */
    RestorePoint.Unclaimed check(MonitorRequest request, Destination destination) {
        RestorePoint.Unclaimed unclaimed =
                request.allowsNonRestoredState()
                        ? RestorePoint.Unclaimed.DROPPED
                        : RestorePoint.Unclaimed.REFUSED;
        String path = request.restore();
        if (path == null) {
            if (request.allowsNonRestoredState()) {
                problems.add("--allow-non-restored-state: is of use only with --restore");
            }
        } else if (ClusterJob.isHere()) {
            problems.add(
                    "--restore: a cluster is told by its client or operator what a job goes on"
                            + " from: 'flink run -s PATH', or initialSavepointPath of a"
                            + " FlinkDeployment");
        } else {
            check(path, destination, unclaimed);
        }
        return unclaimed;
    }

    private void check(String path, Destination destination, RestorePoint.Unclaimed unclaimed) {
        try {
            RestorePoint.open(path).requireFits(destination, unclaimed);
        } catch (RestoreException e) {
            problems.add("--restore: " + e.getMessage());
        }
    }
}
