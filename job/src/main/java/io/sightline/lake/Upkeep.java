package io.sightline.lake;

import java.time.Duration;

/**
 * What is done to tables that grew by many small commits.
 *
 * @param targetFileBytes small files become files of about this size
 * @param keepSnapshots how long a state of a table can be gone back to
 */
public record Upkeep(long targetFileBytes, Duration keepSnapshots) {

    /**
     * What it did to one table.
     *
     * @param filesBefore data files of the table's state before
     * @param filesAfter data files of its state now
     */
    public record Done(
            String table,
            int filesBefore,
            int filesAfter,
            int snapshotsBefore,
            int snapshotsAfter) {}
}
