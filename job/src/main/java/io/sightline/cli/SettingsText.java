package io.sightline.cli;

import io.sightline.evidence.EvidenceSettings;
import io.sightline.job.MonitorPlan;
import io.sightline.media.Redaction;
import io.sightline.sink.Destination;
import io.sightline.sink.FileDestination;
import io.sightline.source.enumerator.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.util.TimeUtils;

/** The effective settings in a few lines, secrets masked. */
final class SettingsText {

    private static final int MOST_STREAMS = 8;

    private SettingsText() {}

    static List<String> lines(MonitorPlan plan, int installedDetectors) {
        List<String> lines = new ArrayList<>();
        List<StreamEntry> streams = plan.streams();
        for (int i = 0; i < Math.min(streams.size(), MOST_STREAMS); i++) {
            StreamEntry stream = streams.get(i);
            lines.add(
                    line(
                            i == 0 ? "watching" : "",
                            stream.id() + "  " + Redaction.of(stream.url())));
        }
        if (streams.size() > MOST_STREAMS) {
            lines.add(line("", "and " + (streams.size() - MOST_STREAMS) + " more"));
        }
        if (plan.registry() != null) {
            lines.add(line("registry", plan.registry() + selection(plan.select())));
        }
        if (plan.reading().http().refusesPrivateAddresses()) {
            lines.add(line("reach", "public addresses only"));
        }
        lines.add(
                line(
                        "detectors",
                        plan.detectors().isEmpty()
                                ? "all " + installedDetectors + " (sightline detectors lists them)"
                                : String.join(", ", plan.detectors())));
        lines.add(line("policy", "version " + plan.policy().version()));
        lines.add(line("output", destination(plan.destination())));
        if (plan.evidence().isOn()) {
            lines.add(line("evidence", evidence(plan.evidence())));
        }
        lines.add(
                line(
                        "slots",
                        plan.parallelism()
                                + ", a checkpoint every "
                                + seconds(plan.checkpointInterval().toMillis())));
        if (plan.restoreFrom() != null) {
            lines.add(line("restored", plan.restoreFrom()));
        }
        return lines;
    }

    private static String line(String name, String value) {
        return String.format("  %-9s  %s", name, value);
    }

    private static String selection(Map<String, String> labels) {
        return labels.isEmpty()
                ? ""
                : ", streams with "
                        + new TreeMap<>(labels)
                                .entrySet().stream()
                                        .map(label -> label.getKey() + "=" + label.getValue())
                                        .collect(Collectors.joining(", "));
    }

    private static String destination(Destination destination) {
        // Both mask what may be secret.
        return destination instanceof FileDestination files
                ? FileText.of(files)
                : destination.toString();
    }

    private static String evidence(EvidenceSettings settings) {
        String kept =
                settings.keep().isZero()
                        ? "for ever"
                        : "for " + TimeUtils.formatWithHighestUnit(settings.keep());
        return settings.folder() + ", " + kept;
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
