package io.sightline.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.MemorySize;

/** Scraping finds the pods, and rules and dashboards ask for metrics that there are. */
final class MonitoringRules implements Rule {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SEVERITIES = Set.of("critical", "warning");
    private static final Pattern LIMIT = Pattern.compile("native_memory_bytes\\) > (\\d+)");
    private static final double NATIVE_SHARE = 0.9;

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        set.ofKind("PodMonitor").forEach(monitor -> scraping(set, monitor, problems));
        set.ofKind("PrometheusRule").forEach(rule -> rules(set, rule, problems));
        set.ofKind("ConfigMap").stream()
                .filter(map -> map.at("/metadata/labels").has("grafana_dashboard"))
                .forEach(map -> dashboards(map, problems));
        return problems;
    }

    private static void scraping(ManifestSet set, Manifest monitor, List<String> problems) {
        String app = monitor.text("/spec/selector/matchLabels/app");
        String port = monitor.text("/spec/podMetricsEndpoints/0/port");
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            if (!app.equals(deployment.name())) {
                problems.add(monitor.id() + " selects app '" + app + "', which no deployment is");
            }
            JsonNode declared = Manifest.named(Mounts.container(deployment).path("ports"), port);
            if (!declared.path("containerPort")
                    .asText()
                    .equals(deployment.flink("metrics.reporter.prom.port"))) {
                problems.add(
                        monitor.id()
                                + ": the port '"
                                + port
                                + "' of the pods is not the one that the reporter listens on");
            }
        }
    }

    private static void rules(ManifestSet set, Manifest manifest, List<String> problems) {
        Set<String> names = new HashSet<>();
        for (JsonNode group : manifest.at("/spec/groups")) {
            for (JsonNode rule : group.path("rules")) {
                String name = rule.path("alert").asText();
                String id = manifest.id() + ", alert '" + name + "': ";
                if (name.isEmpty() || !names.add(name)) {
                    problems.add(id + "its name is missing or taken");
                }
                query(id, rule.path("expr").asText(), problems);
                if (!SEVERITIES.contains(rule.at("/labels/severity").asText())) {
                    problems.add(id + "its severity is none of " + SEVERITIES);
                }
                for (String text : List.of("summary", "description")) {
                    if (rule.at("/annotations/" + text).asText().isBlank()) {
                        problems.add(id + "it has no " + text);
                    }
                }
                nativeLimit(set, id, rule.path("expr").asText(), problems);
            }
        }
    }

    private static void nativeLimit(
            ManifestSet set, String id, String expression, List<String> problems) {
        Matcher limit = LIMIT.matcher(expression);
        if (!limit.find()) {
            return;
        }
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            long given =
                    MemorySize.parse(deployment.flink("taskmanager.memory.task.off-heap.size"))
                            .getBytes();
            if (Long.parseLong(limit.group(1)) != (long) (given * NATIVE_SHARE)) {
                problems.add(
                        id
                                + "its limit is not "
                                + (long) (given * NATIVE_SHARE)
                                + ", 90 % of what TaskManagers have for it");
            }
        }
    }

    private static void dashboards(Manifest map, List<String> problems) {
        map.entries("/data")
                .forEach(
                        entry -> {
                            String id = map.id() + ", " + entry.getKey() + ": ";
                            try {
                                JsonNode dashboard = JSON.readTree(entry.getValue().asText());
                                if (dashboard.path("panels").isEmpty()) {
                                    problems.add(id + "it has no panel");
                                }
                                for (JsonNode panel : dashboard.path("panels")) {
                                    for (JsonNode target : panel.path("targets")) {
                                        query(
                                                id + panel.path("title").asText() + ": ",
                                                target.path("expr").asText(),
                                                problems);
                                    }
                                }
                            } catch (JsonProcessingException e) {
                                problems.add(id + "it is no JSON: " + e.getOriginalMessage());
                            }
                        });
    }

    private static void query(String id, String expression, List<String> problems) {
        PromQuery query = new PromQuery(expression);
        if (expression.isBlank() || !query.isBalanced()) {
            problems.add(id + "brackets do not match in '" + expression + "'");
            return;
        }
        Set<String> unknown = query.metrics();
        boolean asksForNothing = unknown.isEmpty();
        unknown.removeAll(MetricNames.all());
        if (asksForNothing || !unknown.isEmpty()) {
            problems.add(id + "there is no metric " + unknown);
        }
    }
}
