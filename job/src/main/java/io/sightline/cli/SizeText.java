package io.sightline.cli;

import io.sightline.sizing.Sizing;
import io.sightline.sizing.TaskManagerMemory;
import io.sightline.sizing.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Sizing} for people, and as lines of configurations. */
final class SizeText {

    private SizeText() {}

    static List<String> lines(Sizing sizing) {
        Workload workload = sizing.workload();
        TaskManagerMemory memory = sizing.memory();
        List<String> lines = new ArrayList<>();
        lines.add(
                text(
                        "%d streams, %d renditions (%s, %s, %d pictures/s), decoded: %s",
                        workload.streams(),
                        workload.allRenditions(),
                        workload.codec().id(),
                        workload.renditions().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(" + ")),
                        workload.framesPerSecond(),
                        workload.mode().id()));
        lines.add("");
        lines.add(
                text(
                        "  slots         %d, of which each has %d renditions and is busy %.0f %%",
                        sizing.slots(), sizing.renditionsOfSlot(), sizing.usedShare() * 100));
        lines.add(
                text(
                        "  TaskManagers  %d of %d cores and %d MiB",
                        sizing.taskManagers(), sizing.slotsOfTaskManager(), memory.process()));
        if (sizing.evidenceMebibytesOfSlot() > 0) {
            lines.add(
                    text(
                            "  evidence      %.0f %% of the streams, %.0f MiB of each slot at most",
                            sizing.evidence().share() * 100, sizing.evidenceMebibytesOfSlot()));
        }
        lines.add(text("  network in    %.0f Mbit/s", workload.megabitsPerSecond()));
        lines.add(
                text(
                        "  rows out      %d/s, %.1f Mbit/s before compression",
                        sizing.rowsPerSecond(), sizing.megabitsOfRowsPerSecond()));
        lines.add(text("  checkpoint    %.1f MiB at most", sizing.checkpointMebibytes()));
        lines.add("");
        lines.add("For config.yaml:");
        lines.add("");
        lines.add("  parallelism.default: " + sizing.slots());
        lines.add("  taskmanager.numberOfTaskSlots: " + sizing.slotsOfTaskManager());
        lines.addAll(parts(memory, ""));
        lines.add("  taskmanager.memory.process.size: " + memory.process() + "m");
        lines.add("");
        lines.add("For a FlinkDeployment, below spec:");
        lines.add("");
        lines.add("  job: {parallelism: " + sizing.slots() + "}");
        lines.add(
                text(
                        "  taskManager: {resource: {cpu: %d, memory: %dm}}",
                        sizing.slotsOfTaskManager(), memory.process()));
        lines.add("  flinkConfiguration:");
        lines.add("    taskmanager.numberOfTaskSlots: \"" + sizing.slotsOfTaskManager() + "\"");
        lines.addAll(parts(memory, "  "));
        return lines;
    }

    private static List<String> parts(TaskManagerMemory memory, String indent) {
        List<String> lines = new ArrayList<>();
        memory.parts()
                .forEach(
                        (key, mebibytes) -> {
                            String line = indent + "  %s: " + mebibytes + "m";
                            if (key.endsWith(".max")) { // a range of one value
                                lines.add(line.formatted(key.replaceFirst("max$", "min")));
                            }
                            lines.add(line.formatted(key));
                        });
        return lines;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
