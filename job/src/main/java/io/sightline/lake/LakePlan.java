package io.sightline.lake;

import io.sightline.detector.api.Metric;
import io.sightline.query.LakeCatalog;
import io.sightline.query.RecordSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From where to where rows are brought, and how often.
 *
 * @param commitInterval between two commits of each table; rows are seen after the one that follows
 * @param checkpoints the URI of the folder where this job alone keeps its checkpoints; null on a
 *     cluster, whose configuration says it
 * @param parallelism readers and writers of each table
 * @param metrics that have a column of their own in {@code measurements}
 */
public record LakePlan(
        RecordSource.Topics source,
        LakeCatalog catalog,
        Duration commitInterval,
        @Nullable String checkpoints,
        int parallelism,
        List<Metric> metrics) {

    public LakePlan {
        metrics = List.copyOf(metrics);
    }
}
