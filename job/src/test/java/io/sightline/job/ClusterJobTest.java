package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterJobTest {

    @TempDir Path checkpoints;

    private final JobID job = new JobID();

    @Test
    void aJobWithACheckpointHasRunBefore() throws IOException {
        Files.createDirectories(own().resolve("chk-7"));

        assertThat(ClusterJob.hasRunBefore(cluster())).isTrue();
    }

    @Test
    void aJobWithoutACheckpointIsNew() throws IOException {
        assertThat(ClusterJob.hasRunBefore(cluster())).isFalse();

        Files.createDirectories(own().resolve("shared"));
        Files.createDirectories(checkpoints.resolve(new JobID().toHexString()).resolve("chk-1"));
        assertThat(ClusterJob.hasRunBefore(cluster())).isFalse();
    }

    @Test
    void withoutHighAvailabilityEveryJobIsNew() throws IOException {
        Files.createDirectories(own().resolve("chk-7"));
        Configuration cluster = cluster();
        cluster.removeConfig(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID);

        assertThat(ClusterJob.hasRunBefore(cluster)).isFalse();
    }

    @Test
    void storageThatCannotBeAskedMayHoldCheckpoints() {
        Configuration cluster = cluster();
        cluster.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "nowhere://bucket/checkpoints");

        assertThat(ClusterJob.hasRunBefore(cluster)).isTrue();
    }

    private Path own() {
        return checkpoints.resolve(job.toHexString());
    }

    private Configuration cluster() {
        Configuration cluster = new Configuration();
        cluster.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, job.toHexString());
        cluster.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        return cluster;
    }
}
