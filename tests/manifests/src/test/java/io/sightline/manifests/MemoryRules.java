package io.sightline.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;

/** Every part of a process's memory is set, all in MiB, and they add up to the container's. */
final class MemoryRules implements Rule {

    /** The most that the packet queues of one slot hold, by the job's own bound. */
    private static final long QUEUES_OF_A_SLOT_MEBIBYTES = 512;

    private static final List<String> TASK_MANAGER =
            List.of(
                    "taskmanager.memory.framework.heap.size",
                    "taskmanager.memory.task.heap.size",
                    "taskmanager.memory.managed.size",
                    "taskmanager.memory.framework.off-heap.size",
                    "taskmanager.memory.task.off-heap.size",
                    "taskmanager.memory.network.max",
                    "taskmanager.memory.jvm-metaspace.size",
                    "taskmanager.memory.jvm-overhead.max");

    private static final List<String> JOB_MANAGER =
            List.of(
                    "jobmanager.memory.heap.size",
                    "jobmanager.memory.off-heap.size",
                    "jobmanager.memory.jvm-metaspace.size",
                    "jobmanager.memory.jvm-overhead.max");

    private static final List<String> FIXED =
            List.of(
                    "taskmanager.memory.network",
                    "taskmanager.memory.jvm-overhead",
                    "jobmanager.memory.jvm-overhead");

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        for (Manifest deployment : set.ofKind("FlinkDeployment")) {
            List<String> found = new ArrayList<>();
            sum(deployment, "taskManager", TASK_MANAGER, found);
            sum(deployment, "jobManager", JOB_MANAGER, found);
            for (String range : FIXED) {
                if (!deployment.flink(range + ".min").equals(deployment.flink(range + ".max"))) {
                    found.add(range + ".min and .max differ: the sum would not be fixed");
                }
            }
            if (found.isEmpty()) {
                nativeShare(deployment, found);
                flinksOwnOpinion(deployment, found);
            }
            found.forEach(problem -> problems.add(deployment.id() + ": " + problem));
        }
        return problems;
    }

    private static void sum(
            Manifest deployment, String process, List<String> keys, List<String> problems) {
        Map<String, Long> parts = new LinkedHashMap<>();
        for (String key : keys) {
            mebibytes(key, deployment.flink(key), problems).ifPresent(size -> parts.put(key, size));
        }
        String place = process + ".resource.memory";
        var whole =
                mebibytes(
                        place, deployment.text("/spec/" + process + "/resource/memory"), problems);
        long sum = parts.values().stream().mapToLong(Long::longValue).sum();
        if (whole.isPresent() && parts.size() == keys.size() && sum != whole.getAsLong()) {
            problems.add(
                    place
                            + " is "
                            + whole.getAsLong()
                            + " MiB, but its parts are "
                            + parts.values().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(" + "))
                            + " = "
                            + sum);
        }
    }

    /** Other units mean other things to Flink and to Kubernetes: 4g is 4 GiB to one, 4G is 4 GB. */
    private static OptionalLong mebibytes(String key, String value, List<String> problems) {
        if (value.matches("[1-9]\\d{0,6}m")) {
            return OptionalLong.of(Long.parseLong(value.substring(0, value.length() - 1)));
        }
        problems.add(key + " is '" + value + "': write MiB, such as 4096m");
        return OptionalLong.empty();
    }

    private static void nativeShare(Manifest deployment, List<String> problems) {
        if (!deployment.command().equals(Manifest.MONITOR)) {
            return; // it decodes nothing
        }
        long offHeap =
                MemorySize.parse(deployment.flink("taskmanager.memory.task.off-heap.size"))
                        .getMebiBytes();
        long slots = Long.parseLong(deployment.flink("taskmanager.numberOfTaskSlots"));
        if (offHeap < slots * QUEUES_OF_A_SLOT_MEBIBYTES) {
            problems.add(
                    "taskmanager.memory.task.off-heap.size is "
                            + offHeap
                            + " MiB, less than the packet queues of "
                            + slots
                            + " slots may take, "
                            + slots * QUEUES_OF_A_SLOT_MEBIBYTES);
        }
    }

    private static void flinksOwnOpinion(Manifest deployment, List<String> problems) {
        Configuration configuration = new Configuration();
        deployment
                .entries("/spec/flinkConfiguration")
                .forEach(
                        entry ->
                                configuration.setString(entry.getKey(), entry.getValue().asText()));
        configuration.set(
                TaskManagerOptions.TOTAL_PROCESS_MEMORY,
                MemorySize.parse(deployment.text("/spec/taskManager/resource/memory")));
        try {
            TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        } catch (IllegalConfigurationException e) {
            problems.add("Flink refuses the memory of TaskManagers: " + e.getMessage());
        }
    }
}
