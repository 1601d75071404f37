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
    private final List<String> options = new ArrayList<>(); // of Java, after the launcher's
    private String arenas = "2"; // as the launcher sets it

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

    /** Gives more options to the Java virtual machine. */
    ChildJob with(List<String> moreOptions) {
        options.addAll(moreOptions);
        return this;
    }

    /**
     * Lets the C library have so many arenas, which are what it allocates from.
     *
     * @param most empty for as many as it likes, eight for each core
     */
    ChildJob withArenas(String most) {
        arenas = most;
        return this;
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
        List<String> arguments = new ArrayList<>();
        arguments.add(folder.toString());
        arguments.add(Long.toString(warmUpPictures));
        arguments.add(Integer.toString(slots));
        arguments.add(Long.toString(limitSeconds));
        arguments.addAll(inputs);
        return start(WatchedJob.class, arguments);
    }

    private Process start(Class<?> program, List<String> arguments) throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path built = root.resolve("job/target");
        command.add("@" + built.resolve("launcher/jvm.options"));
        command.addAll(options);
        command.add("-Dbenchmark.decode=" + mode);
        command.addAll(List.of("-cp", classPath(built)));
        command.add(program.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MALLOC_ARENA_MAX", arenas);
        builder.environment().values().removeIf(String::isEmpty);
        return builder.redirectError(folder.resolve("job.log").toFile()).start();
    }

    /**
     * Runs it to the end.
     *
     * @return the numbers it reported
     */
    Map<String, Long> run(long warmUpPictures, Path input) throws Exception {
        return report(start(warmUpPictures, 1, 0, List.of(input.toString())));
    }

    /**
     * Runs another program of this module in the same surroundings, to its end.
     *
     * @return the numbers it reported
     */
    Map<String, Long> run(Class<?> program, List<String> arguments) throws Exception {
        return report(start(program, arguments));
    }

    private Map<String, Long> report(Process process) throws Exception {
        Map<String, Long> report = new TreeMap<>();
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
