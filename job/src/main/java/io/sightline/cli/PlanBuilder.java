package io.sightline.cli;

import io.sightline.config.DetectorChoice;
import io.sightline.config.LabelSelector;
import io.sightline.config.PolicyFile;
import io.sightline.config.RegistryFile;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.model.StreamId;
import io.sightline.evidence.EvidenceSettings;
import io.sightline.isolation.IsolationSettings;
import io.sightline.job.ClusterJob;
import io.sightline.job.MonitorPlan;
import io.sightline.job.RestorePoint;
import io.sightline.metrics.MetricDetail;
import io.sightline.model.ModelSettings;
import io.sightline.policy.Policy;
import io.sightline.policy.Severity;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.Destination;
import io.sightline.sink.FileDestination;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.OutputException;
import io.sightline.sink.TopicNames;
import io.sightline.source.HttpSettings;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.yaml.ConfigException;
import io.sightline.yaml.NearestWord;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Checks a request and makes the plan of it, or reports everything that is wrong with it. */
final class PlanBuilder {

    static final Path DEFAULT_OUTPUT = Path.of("sightline-output");

    /** An alert in Kafka is visible with the checkpoint after it. */
    private static final Duration INTERVAL_WITH_KAFKA = Duration.ofSeconds(1);

    /** Each checkpoint ends files: more often would make many small ones. */
    private static final Duration INTERVAL_WITH_FILES = Duration.ofSeconds(10);

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final int MOST_SLOTS = 1024;

    private final DetectorCatalog installed;
    private final ModelSettings models;
    private final Set<String> detectors;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    PlanBuilder(DetectorCatalog installed) {
        this(installed, ModelSettings.DEFAULTS);
    }

    /**
     * @param models with which {@code installed} was made
     */
    PlanBuilder(DetectorCatalog installed, ModelSettings models) {
        this.installed = installed;
        this.models = models;
        this.detectors = installed.ids();
        problems.addAll(installed.problems());
    }

    /** Takes what is wrong with options that this does not know, to be reported with the rest. */
    List<String> problems() {
        return problems;
    }

    /**
     * Checks everything, and makes the output folder.
     *
     * @throws UsageException with all problems
     */
    MonitorSettings build(MonitorRequest request) {
        return build(request, streams(request.inputs()));
    }

    /** As {@link #build(MonitorRequest)}, with streams that are known already. */
    MonitorSettings build(MonitorRequest request, List<StreamEntry> streams) {
        List<String> chosen = detectors(request.detectors());
        installed.loadModels(chosen).forEach(problems::add);
        Policy policy = policy(request.policy());
        LabelSelector selector = selector(request);
        Map<String, String> properties = kafkaProperties(request);
        RegistryAddress registry =
                new RegistryCheck(problems, notes)
                        .check(
                                request,
                                properties,
                                new RegistryFile(policy.templates(), detectors),
                                selector);
        Destination destination = destination(request, properties);
        int parallelism = parallelism(request, streams.size());
        Duration interval = interval(request);
        Optional<Severity> failOn = severity(request.failOn());
        if (streams.isEmpty() && request.registry() == null) {
            problems.add("nothing to watch: name a file or a URL, or a registry (--registry)");
        }
        writable(request);
        EvidenceOptions evidenceOptions = new EvidenceOptions(problems, notes);
        EvidenceSettings evidence = evidenceOptions.check(request);
        RestorePoint.Unclaimed unclaimed = new RestoreOptions(problems).check(request, destination);
        if (problems.isEmpty()) {
            ready(destination, parallelism); // asks brokers, which may take seconds
            evidenceOptions.ready(evidence);
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        MonitorPlan plan =
                new MonitorPlan(
                        streams,
                        registry,
                        selector.labels(),
                        policy,
                        chosen,
                        reading(request),
                        destination,
                        parallelism,
                        state(request),
                        interval,
                        request.restore(),
                        unclaimed,
                        isolation(request),
                        request.metricsPerStream()
                                ? MetricDetail.RENDITIONS
                                : MetricDetail.SUBTASKS,
                        evidence,
                        models);
        return new MonitorSettings(plan, failOn, notes);
    }

    private static SourceSettings reading(MonitorRequest request) {
        return request.refusesPrivateAddresses()
                ? SourceSettings.DEFAULTS.withHttp(HttpSettings.DEFAULTS.refusingPrivateAddresses())
                : SourceSettings.DEFAULTS;
    }

    /** What {@code --print} says; a wrong word is reported by {@link #build}. */
    ViewKind viewKind(String name) {
        List<String> known = new ArrayList<>();
        for (ViewKind kind : ViewKind.values()) {
            String id = kind.name().toLowerCase(Locale.ROOT);
            if (id.equals(name)) {
                return kind;
            }
            known.add(id);
        }
        problems.add("--print: unknown kind '" + name + "'" + NearestWord.hint(name, known));
        return ViewKind.LINES;
    }

    private List<StreamEntry> streams(List<String> inputs) {
        List<StreamId> names = StreamNames.of(inputs);
        List<StreamEntry> entries = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).isBlank()) {
                problems.add("an empty text is no input: name a file or a URL");
                continue;
            }
            entries.add(StreamEntry.of(names.get(i), inputs.get(i)));
        }
        return entries;
    }

    private List<String> detectors(@Nullable String list) {
        if (list == null) {
            return List.of();
        }
        List<String> chosen =
                Arrays.stream(list.split(",", -1))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList();
        if (chosen.isEmpty()) {
            problems.add("--detectors: no detector is named; leave it out to run all");
        }
        return DetectorChoice.of(
                chosen, detectors, problem -> problems.add("--detectors: " + problem));
    }

    private Policy policy(@Nullable Path file) {
        try {
            return file == null ? PolicyFile.builtIn() : PolicyFile.read(file);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> problems.add("--policy: " + problem));
            return PolicyFile.builtIn(); // for the checks that follow
        }
    }

    private LabelSelector selector(MonitorRequest request) {
        if (request.select() == null) {
            return LabelSelector.EVERYTHING;
        }
        if (request.registry() == null) {
            problems.add("--select: chooses among the streams of a registry; add --registry");
        }
        try {
            return LabelSelector.parse(request.select());
        } catch (IllegalArgumentException e) {
            problems.add("--select: " + e.getMessage());
            return LabelSelector.EVERYTHING;
        }
    }

    private Destination destination(MonitorRequest request, Map<String, String> properties) {
        if (request.kafka() == null) {
            if (request.topics() != null || request.transactionalId() != null) {
                problems.add("--topics and --transactional-id: are of use only with --kafka");
            }
            return new FileDestination(output(request).toString());
        }
        if (request.output() != null) {
            problems.add("--kafka and --output exclude each other: choose topics or files");
        }
        KafkaOptions options = new KafkaOptions(problems);
        options.requireServers(request.kafka());
        if (request.kafka().isBlank()) {
            return new FileDestination(output(request).toString());
        }
        String topics = options.prefix("--topics", request.topics(), TopicNames.DEFAULT_PREFIX);
        return KafkaDestination.at(request.kafka())
                .withClientProperties(properties)
                .withTopics(TopicNames.of(topics))
                .withTransactionalIdPrefix(
                        options.prefix("--transactional-id", request.transactionalId(), topics));
    }

    private Map<String, String> kafkaProperties(MonitorRequest request) {
        boolean isTopic =
                request.registry() != null && request.registry().startsWith(RegistryAddress.KAFKA);
        if (request.kafkaProperties() != null && request.kafka() == null && !isTopic) {
            problems.add("--kafka-properties: is of use only with --kafka or a registry topic");
        }
        return new KafkaOptions(problems).properties(request.kafkaProperties());
    }

    private int parallelism(MonitorRequest request, int inputs) {
        int processors = Runtime.getRuntime().availableProcessors();
        if (request.parallelism() == null && ClusterJob.isHere()) {
            // The cores of the JobManager say nothing; who deploys and scales sets it there.
            return ClusterJob.parallelism();
        }
        if (request.parallelism() == null) {
            return request.registry() == null
                    ? Math.max(1, Math.min(processors, inputs))
                    : processors;
        }
        try {
            int slots = Integer.parseInt(request.parallelism().strip());
            if (slots >= 1 && slots <= MOST_SLOTS) {
                return slots;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        problems.add(
                "--parallelism: '"
                        + request.parallelism()
                        + "' is no number of slots (1 to "
                        + MOST_SLOTS
                        + ")");
        return 1;
    }

    private Duration interval(MonitorRequest request) {
        if (request.checkpointInterval() == null) {
            return request.kafka() == null ? INTERVAL_WITH_FILES : INTERVAL_WITH_KAFKA;
        }
        try {
            Duration interval = TimeUtils.parseDuration(request.checkpointInterval());
            if (interval.compareTo(SHORTEST_INTERVAL) >= 0) {
                return interval;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, like one that is too short.
        }
        problems.add(
                "--checkpoint-interval: '"
                        + request.checkpointInterval()
                        + "' is no duration such as 500ms, 2s or 1min (100ms at least)");
        return INTERVAL_WITH_FILES;
    }

    private Optional<Severity> severity(@Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        for (Severity severity : Severity.values()) {
            if (severity.id().equalsIgnoreCase(name.strip())) {
                return Optional.of(severity);
            }
        }
        List<String> known = Arrays.stream(Severity.values()).map(Severity::id).toList();
        problems.add("--fail-on: unknown severity '" + name + "'" + NearestWord.hint(name, known));
        return Optional.empty();
    }

    private static Path output(MonitorRequest request) {
        return request.output() == null ? DEFAULT_OUTPUT : request.output();
    }

    private static IsolationSettings isolation(MonitorRequest request) {
        if (request.crashMarks() != null) {
            return IsolationSettings.in(request.crashMarks().toAbsolutePath());
        }
        return ClusterJob.isHere()
                ? IsolationSettings.OFF // only its owner knows a folder that outlives a process
                : IsolationSettings.in(state(request).resolve(MonitorPlan.CRASH_MARKS));
    }

    private static Path state(MonitorRequest request) {
        return output(request).resolve("checkpoints").toAbsolutePath();
    }

    private void writable(MonitorRequest request) {
        if (ClusterJob.isHere()) {
            return; // its own configuration says where state is kept
        }
        if (isWritable(output(request))) {
            isWritable(state(request));
        }
    }

    private boolean isWritable(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".writable", ""));
            return true;
        } catch (FileAlreadyExistsException e) {
            problems.add("--output: " + folder + " is a file; name a folder");
        } catch (IOException e) {
            problems.add("--output: cannot write to " + folder + ": " + reason(e));
        }
        return false;
    }

    private void ready(Destination destination, int parallelism) {
        try {
            notes.addAll(OutputCheck.makeReady(destination, parallelism));
        } catch (OutputException e) {
            problems.add(e.getMessage());
        }
    }

    private static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it does not exist";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
