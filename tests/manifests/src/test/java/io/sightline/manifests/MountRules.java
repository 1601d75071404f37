package io.sightline.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.manifests.Mounts.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every file that the job reads is mounted, and whatever writes can, on a read-only root. */
final class MountRules implements Rule {

    private static final Pattern NATIVE_CACHE =
            Pattern.compile("-Dorg\\.bytedeco\\.javacpp\\.cachedir=(\\S+)");

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            String id = deployment.id() + ": ";
            volumes(set, deployment).forEach(problem -> problems.add(id + problem));
            files(set, deployment).forEach(problem -> problems.add(id + problem));
            writers(deployment).forEach(problem -> problems.add(id + problem));
        }
        return problems;
    }

    private static List<String> volumes(ManifestSet set, Manifest deployment) {
        List<String> problems = new ArrayList<>();
        for (Mount mount : Mounts.of(deployment)) {
            JsonNode volume = mount.volume();
            if (volume.isMissingNode()) {
                problems.add("there is no volume '" + mount.name() + "' to mount");
            }
            if (mount.isPart()) {
                problems.add("'" + mount.name() + "' is mounted by subPath: it would not follow");
            }
            requireObject(set, "ConfigMap", volume.at("/configMap/name").asText(), problems);
            requireObject(
                    set,
                    "PersistentVolumeClaim",
                    volume.at("/persistentVolumeClaim/claimName").asText(),
                    problems);
        }
        for (JsonNode volume : deployment.at("/spec/podTemplate/spec/volumes")) {
            String name = volume.path("name").asText();
            if (Mounts.of(deployment).stream().noneMatch(mount -> mount.name().equals(name))) {
                problems.add("volume '" + name + "' is mounted nowhere");
            }
        }
        return problems;
    }

    private static void requireObject(
            ManifestSet set, String kind, String name, List<String> problems) {
        if (!name.isEmpty() && set.find(kind, name).isEmpty()) {
            problems.add("there is no " + kind + " '" + name + "' for its volume");
        }
    }

    private static List<String> files(ManifestSet set, Manifest deployment) {
        List<String> problems = new ArrayList<>();
        for (String option : List.of("--registry", "--policy", "--config", "--kafka-properties")) {
            String file = deployment.argument(option);
            if (!file.startsWith("/")) {
                continue; // not given, or a topic
            }
            Optional<Mount> mount =
                    Mounts.of(deployment).stream().filter(each -> each.covers(file)).findFirst();
            if (mount.isEmpty()) {
                problems.add(option + " " + file + " is on no volume");
                continue;
            }
            String key = file.substring(mount.get().path().length() + 1);
            String map = mount.get().volume().at("/configMap/name").asText();
            set.find("ConfigMap", map)
                    .filter(found -> !found.at("/data").has(key))
                    .ifPresent(
                            found -> problems.add(option + ": " + found.id() + " has no " + key));
        }
        return problems;
    }

    private static List<String> writers(Manifest deployment) {
        List<String> problems = new ArrayList<>();
        requireWritable(deployment, "/tmp", "Java's temporary folder", problems);
        requireWritable(deployment, "/opt/flink/log", "Flink's log folder", problems);
        requireWritable(deployment, deployment.flink("io.tmp.dirs"), "io.tmp.dirs", problems);
        Matcher cache = NATIVE_CACHE.matcher(deployment.flink("env.java.opts.all"));
        requireWritable(
                deployment, cache.find() ? cache.group(1) : "", "the javacpp cache", problems);
        String output = deployment.argument("--output");
        if (!output.isEmpty()) {
            requireWritable(deployment, output, "--output", problems);
        }
        String marks = deployment.argument("--crash-marks");
        if (!marks.isEmpty()
                && Mounts.of(deployment).stream()
                        .noneMatch(
                                mount ->
                                        mount.covers(marks)
                                                && mount.volume().has("persistentVolumeClaim"))) {
            problems.add(
                    "--crash-marks is "
                            + marks
                            + ", which no volume claim is mounted at: a TaskManager's pod is never"
                            + " started again, and the marks would go with it");
        }
        return problems;
    }

    private static void requireWritable(
            Manifest deployment, String folder, String use, List<String> problems) {
        if (Mounts.of(deployment).stream()
                .noneMatch(mount -> mount.covers(folder) && mount.isWritable())) {
            problems.add(
                    use
                            + " ('"
                            + folder
                            + "') is on no volume that can be written, and the root"
                            + " file system is read-only");
        }
    }
}
