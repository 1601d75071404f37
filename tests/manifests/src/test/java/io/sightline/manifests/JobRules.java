package io.sightline.manifests;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The job itself: image, entry, arguments, slots and the operators whose state it keeps. */
final class JobRules implements Rule {

    private static final Path SOURCES = Repository.ROOT.resolve("job/src/main/java/io/sightline");

    /** Where the options of the commands are declared that a cluster runs. */
    private static final Map<String, Path[]> OPTIONS =
            Map.of(
                    Manifest.MONITOR, new Path[] {SOURCES.resolve("cli/MonitorCommand.java")},
                    Manifest.NOTIFY,
                            new Path[] {
                                SOURCES.resolve("cli/NotifyCommand.java"),
                                SOURCES.resolve("cli/RecordOptions.java")
                            });

    /** Options that a cluster decides otherwise, and how. */
    private static final Map<String, String> NOT_HERE =
            Map.of(
                    "--parallelism", "set spec.job.parallelism, which the operator scales",
                    "--restore", "set spec.job.initialSavepointPath",
                    "--checkpoint-interval", "set execution.checkpointing.interval",
                    "--print", "nobody reads a terminal in a pod",
                    "--fail-on", "the job has no exit status for anybody",
                    "--state", "set execution.checkpointing.dir",
                    "--check", "nobody reads a terminal in a pod",
                    "--test", "nobody reads a terminal in a pod");

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            String id = deployment.id() + ": ";
            identity(deployment).forEach(problem -> problems.add(id + problem));
            arguments(deployment).forEach(problem -> problems.add(id + problem));
            slots(deployment).forEach(problem -> problems.add(id + problem));
            uids(deployment).forEach(problem -> problems.add(id + problem));
        }
        return problems;
    }

    private static List<String> identity(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        if (!OperatorSchemas.FLINK_VERSIONS.contains(deployment.text("/spec/flinkVersion"))) {
            problems.add("flinkVersion is v2_3, or v2_2 for operator 1.15");
        }
        String image = deployment.text("/spec/image");
        if (!image.matches("[^@\\s]+(:[A-Za-z0-9._-]+|@sha256:[0-9a-f]{64})")
                || image.endsWith(":latest")) {
            problems.add("image '" + image + "' has neither a version nor a digest");
        }
        Path recipe = Repository.KUBERNETES.resolve("image/Dockerfile");
        String jar = Repository.match(recipe, "(?m)^COPY .*-cluster\\.jar (\\S+)$");
        if (!deployment.text("/spec/job/jarURI").equals("local://" + jar)) {
            problems.add("jarURI is not where the image has the jar, local://" + jar);
        }
        String main =
                Repository.match(
                        Repository.ROOT.resolve("job/pom.xml"), "<mainClass>(.*)</mainClass>");
        if (!deployment.text("/spec/job/entryClass").equals(main)) {
            problems.add("entryClass is not the main class of the jar, " + main);
        }
        return problems;
    }

    private static List<String> arguments(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        Path[] sources = OPTIONS.get(deployment.command());
        if (sources == null) {
            problems.add("the first argument is not a command, monitor or notify");
            return problems;
        }
        Set<String> known = new TreeSet<>();
        for (Path source : sources) {
            known.addAll(Repository.matches(source, "names = \"(--[a-z-]+)\""));
        }
        for (String argument : deployment.texts("/spec/job/args").stream().skip(1).toList()) {
            String option = argument.split("=", 2)[0];
            if (!known.contains(option)) {
                problems.add(
                        "'"
                                + option
                                + "' is no option of 'sightline "
                                + deployment.command()
                                + "'");
            } else if (NOT_HERE.containsKey(option)) {
                problems.add(option + " has no place on a cluster: " + NOT_HERE.get(option));
            }
        }
        boolean toKafka = !deployment.argument("--kafka").isEmpty();
        if (toKafka == !deployment.argument("--output").isEmpty()) {
            problems.add("results go to --kafka or to --output, one of them");
        }
        if (deployment.command().equals(Manifest.NOTIFY)) {
            telling(deployment, problems);
        } else {
            watching(deployment, problems);
        }
        return problems;
    }

    private static void watching(Manifest deployment, List<String> problems) {
        if (!deployment.argument("--kafka").isEmpty()
                && deployment.argument("--transactional-id").isEmpty()) {
            problems.add("--kafka needs a --transactional-id of this deployment's own");
        }
        if (deployment.argument("--registry").isEmpty()) {
            problems.add("--registry is missing: there would be nothing to watch");
        }
    }

    private static void telling(Manifest deployment, List<String> problems) {
        if (deployment.argument("--config").isEmpty()) {
            problems.add("--config is missing: there would be nobody to tell");
        }
        if (!deployment.at("/spec/job/allowNonRestoredState").asBoolean()) {
            problems.add("without allowNonRestoredState no target could ever be taken out");
        }
    }

    private static List<String> slots(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        Path job =
                deployment.command().equals(Manifest.NOTIFY)
                        ? SOURCES.resolve("notify/NotifyJob.java")
                        : SOURCES.resolve("source/StreamSource.java");
        int most = Integer.parseInt(Repository.match(job, "MAX_PARALLELISM = (\\d+);"));
        int parallelism = deployment.at("/spec/job/parallelism").asInt();
        int slots = number(deployment, "taskmanager.numberOfTaskSlots");
        if (number(deployment, "pipeline.max-parallelism") != most) {
            problems.add("pipeline.max-parallelism is not the job's own, " + most);
        }
        if (parallelism < 1 || most % parallelism != 0) {
            problems.add("parallelism " + parallelism + " is no divisor of " + most);
        }
        if (slots < 1 || parallelism % slots != 0) {
            problems.add(
                    "parallelism "
                            + parallelism
                            + " leaves slots idle: it is no multiple of the "
                            + slots
                            + " slots of a TaskManager");
        }
        double cores = deployment.at("/spec/taskManager/resource/cpu").asDouble();
        if (cores > slots) {
            problems.add("more cores than slots: " + cores + " for " + slots);
        }
        if (deployment.flink("job.autoscaler.enabled").equals("true")) {
            int least = number(deployment, "job.autoscaler.vertex.min-parallelism");
            int limit = number(deployment, "job.autoscaler.vertex.max-parallelism");
            if (least < 1 || least > parallelism || limit < parallelism || limit > most) {
                problems.add(
                        "the autoscaler's limits "
                                + least
                                + " to "
                                + limit
                                + " do not hold parallelism "
                                + parallelism);
            }
        }
        return problems;
    }

    /** Those of the job that tells are named after targets, and in no list. */
    private static List<String> uids(Manifest deployment) {
        if (deployment.command().equals(Manifest.NOTIFY)) {
            return List.of();
        }
        Set<String> said =
                new TreeSet<>(
                        Arrays.asList(
                                deployment
                                        .at("/metadata/annotations")
                                        .path("sightline.io/operator-uids")
                                        .asText()
                                        .split(",", -1)));
        return said.equals(jobUids())
                ? List.of()
                : List.of(
                        "the annotation sightline.io/operator-uids lists "
                                + said
                                + ", but the job has "
                                + jobUids());
    }

    /** Those of the job's operators with Kafka; others show rows on a terminal, or write files. */
    static Set<String> jobUids() {
        Set<String> uids = new TreeSet<>();
        try {
            for (Field field : Class.forName("io.sightline.job.OperatorUids").getDeclaredFields()) {
                if (isUid(field)) {
                    field.setAccessible(true);
                    uids.add((String) field.get(null));
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the job's list of operator uids has moved", e);
        }
        uids.removeIf(uid -> uid.startsWith("local-") || uid.endsWith("-files"));
        return uids;
    }

    private static boolean isUid(Field field) {
        return Modifier.isStatic(field.getModifiers())
                && !Modifier.isPrivate(field.getModifiers())
                && field.getType() == String.class;
    }

    private static int number(Manifest deployment, String key) {
        String value = deployment.flink(key);
        return value.matches("\\d{1,6}") ? Integer.parseInt(value) : -1;
    }
}
