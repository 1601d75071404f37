package io.sightline.benchmark;

import io.sightline.flow.DecodeMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@link WatchedJob} in a process of its own, with the class path and flags of the launcher. */
final class ChildJob {

    private final Path root;
    private final Path folder;
    private final DecodeMode mode;

    /**
     * One that decodes everything.
     *
     * @param root of the checkout, where the job is built
     * @param folder for its output
     */
    ChildJob(Path root, Path folder) {
        this(root, folder, DecodeMode.FULL);
    }

    ChildJob(Path root, Path folder, DecodeMode mode) {
        this.root = root;
        this.folder = folder;
        this.mode = mode;
    }

    /** The checkout that the build runs in. */
    static Path root() {
        return Path.of(System.getProperty("sightline.root", "../.."));
    }

    /**
     * Starts it; the caller ends it.
     *
     * @param warmUpPictures not measured
     * @param slots how many streams are examined at the same time
     * @param limitSeconds for input that does not end; 0 for input that does
     */
    Process start(long warmUpPictures, int slots, long limitSeconds, List<String> inputs)
            throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path built = root.resolve("job/target");
        command.add("@" + built.resolve("launcher/jvm.options"));
        command.add("-Dbenchmark.decode=" + mode);
        command.addAll(List.of("-cp", classPath(built)));
        command.add(WatchedJob.class.getName());
        command.add(folder.toString());
        command.add(Long.toString(warmUpPictures));
        command.add(Integer.toString(slots));
        command.add(Long.toString(limitSeconds));
        command.addAll(inputs);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MALLOC_ARENA_MAX", "2"); // as the launcher does
        return builder.redirectError(folder.resolve("job.log").toFile()).start();
    }

    /**
     * Runs it to the end.
     *
     * @return the numbers it reported
     */
    Map<String, Long> run(long warmUpPictures, Path input) throws Exception {
        Map<String, Long> report = new TreeMap<>();
        Process process = start(warmUpPictures, 1, 0, List.of(input.toString()));
        follow(
                process,
                line -> {
                    int sign = line.indexOf('=');
                    if (sign > 0 && !line.contains(" ")) {
                        report.put(line.substring(0, sign), Long.valueOf(line.substring(sign + 1)));
                    }
                });
        return report;
    }

    /** Hands over each line it writes, then requires that it ended well. */
    void follow(Process process, Consumer<String> lines) throws Exception {
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(lines);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "The job ended with status %d, see %s"
                                .formatted(process.exitValue(), folder.resolve("job.log")));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath(Path built) throws IOException {
        try (Stream<Path> jars = Files.list(built)) {
            Path job =
                    jars.filter(jar -> jar.getFileName().toString().endsWith("-SNAPSHOT.jar"))
                            .findFirst()
                            .orElseThrow(() -> new IOException("No job in " + built));
            Path self =
                    Path.of(
                            ChildJob.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .getPath());
            return self + ":" + job + ":" + built.resolve("lib") + "/*";
        }
    }
}
