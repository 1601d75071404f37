package io.sightline.cli;

import io.sightline.evidence.EvidenceSettings;
import io.sightline.job.ClusterJob;
import io.sightline.media.Redaction;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.OutputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Checks the options that say where pictures and clips of incidents are kept, and for how long. */
final class EvidenceOptions {

    private static final String FOR_EVER = "forever";
    private static final Duration SHORTEST_KEEP = Duration.ofHours(1);

    private final List<String> problems;
    private final List<String> notes;

    /**
     * @param problems takes what is wrong
     * @param notes takes what is odd but no reason to refuse
     */
    EvidenceOptions(List<String> problems, List<String> notes) {
        this.problems = problems;
        this.notes = notes;
    }

    EvidenceSettings check(MonitorRequest request) {
        Duration keep = keep(request.evidenceKeep());
        long memory = memoryBytes(request.evidenceMemory(), problems);
        if (request.evidence() == null) {
            if (request.evidenceKeep() != null || request.evidenceMemory() != null) {
                problems.add(
                        "--evidence-keep and --evidence-memory: are of use only with --evidence");
            }
            return EvidenceSettings.OFF;
        }
        String folder = folder(request.evidence());
        return folder.isEmpty() ? EvidenceSettings.OFF : new EvidenceSettings(folder, keep, memory);
    }

    /** A path is made absolute: slots may work elsewhere. */
    private String folder(String given) {
        try {
            if (!given.contains("://") && !given.startsWith("file:")) {
                java.nio.file.Path local = java.nio.file.Path.of(given).toAbsolutePath();
                if (given.isBlank()) {
                    problems.add("--evidence: names no folder");
                    return "";
                }
                return new Path(local.normalize().toFile().toURI()).toString();
            }
            URI uri = new URI(given);
            if (uri.getUserInfo() != null || uri.getQuery() != null) {
                problems.add(
                        "--evidence: "
                                + Redaction.of(given)
                                + " must not carry credentials, because alerts repeat it: give"
                                + " them to the file system by Flink's configuration");
                return "";
            }
            return new Path(uri).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            boolean isPath = e instanceof InvalidPathException;
            problems.add(
                    "--evidence: '"
                            + Redaction.of(given)
                            + "' is no "
                            + (isPath ? "path" : "URI; s3://bucket/folder would be one"));
            return "";
        }
    }

    private Duration keep(@Nullable String given) {
        if (given == null) {
            return EvidenceSettings.DEFAULT_KEEP;
        }
        if (given.strip().equals(FOR_EVER)) {
            return Duration.ZERO;
        }
        try {
            Duration keep = TimeUtils.parseDuration(given);
            if (keep.compareTo(SHORTEST_KEEP) >= 0) {
                return keep;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, like one that is too short.
        }
        problems.add(
                "--evidence-keep: '"
                        + given
                        + "' is no duration such as 7d or 12h (1h at least), and not '"
                        + FOR_EVER
                        + "'");
        return EvidenceSettings.DEFAULT_KEEP;
    }

    /** Of {@code --evidence-memory}; the default if nothing was given or something wrong. */
    static long memoryBytes(@Nullable String given, List<String> problems) {
        if (given == null) {
            return EvidenceSettings.DEFAULT_MEMORY_BYTES;
        }
        try {
            long bytes = MemorySize.parse(given).getBytes();
            if (bytes >= EvidenceSettings.LEAST_MEMORY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, like one that is too small.
        }
        problems.add(
                "--evidence-memory: '"
                        + given
                        + "' is no size such as 256m or 1g ("
                        + (EvidenceSettings.LEAST_MEMORY_BYTES >> 20)
                        + "m at least)");
        return EvidenceSettings.DEFAULT_MEMORY_BYTES;
    }

    /** Tries the folder; on a cluster, where its owner may not be able to, that is only a note. */
    void ready(EvidenceSettings settings) {
        if (!settings.isOn()) {
            return;
        }
        try {
            OutputCheck.requireEvidence(new Path(settings.folder()));
        } catch (OutputException e) {
            (ClusterJob.isHere() ? notes : problems).add(e.getMessage());
        }
    }
}
