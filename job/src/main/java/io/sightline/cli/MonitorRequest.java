package io.sightline.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line, as it was written: nothing is checked yet, so that
 * everything that is wrong can be reported together. Null means not given.
 */
record MonitorRequest(
        List<String> inputs,
        @Nullable String registry,
        @Nullable String select,
        @Nullable Path policy,
        @Nullable Path output,
        @Nullable String kafka,
        @Nullable Path kafkaProperties,
        @Nullable String topics,
        @Nullable String transactionalId,
        @Nullable String detectors,
        boolean refusesPrivateAddresses,
        @Nullable String parallelism,
        @Nullable String failOn,
        @Nullable String checkpointInterval,
        @Nullable String restore,
        boolean allowsNonRestoredState,
        @Nullable Path crashMarks,
        boolean metricsPerStream,
        @Nullable String evidence,
        @Nullable String evidenceKeep,
        @Nullable String evidenceMemory) {

    MonitorRequest {
        inputs = List.copyOf(inputs);
    }

    /** A plain run over some inputs. */
    static MonitorRequest of(List<String> inputs, Path output) {
        return new MonitorRequest(
                inputs, null, null, null, output, null, null, null, null, null, false, null, null,
                null, null, false, null, false, null, null, null);
    }
}
