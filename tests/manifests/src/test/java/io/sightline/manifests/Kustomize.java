package io.sightline.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The program that renders overlays: {@code kustomize}, or {@code kubectl} which contains it. */
record Kustomize(List<String> command) {

    private static final long PATIENCE_SECONDS = 60;

    /** Before version 5, fields had other names. */
    private static final Pattern VERSION =
            Pattern.compile("(?m)(?:^|Kustomize Version: )v(\\d+)\\.");

    private static final int LEAST_VERSION = 5;

    Kustomize {
        command = List.copyOf(command);
    }

    /** What is on the PATH and new enough for these manifests. */
    static Optional<Kustomize> onPath() throws IOException, InterruptedException {
        if (isOnPath("kustomize") && isNewEnough(List.of("kustomize", "version"))) {
            return Optional.of(new Kustomize(List.of("kustomize", "build")));
        }
        if (isOnPath("kubectl") && isNewEnough(List.of("kubectl", "version", "--client"))) {
            return Optional.of(new Kustomize(List.of("kubectl", "kustomize")));
        }
        return Optional.empty();
    }

    /** The same, or the test is shown as skipped. */
    static Kustomize orSkip() throws IOException, InterruptedException {
        Optional<Kustomize> found = onPath();
        Assumptions.assumeTrue(
                found.isPresent(),
                "neither kustomize nor kubectl with kustomize 5 is on the PATH: overlays are not"
                        + " rendered");
        return found.get();
    }

    ManifestSet build(Path folder) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.add(folder.toString());
        Output output = run(line);
        if (output.status() != 0) {
            throw new IOException(folder + " does not render: " + output.errors());
        }
        return ManifestSet.parse(output.text());
    }

    private static boolean isNewEnough(List<String> line) throws IOException, InterruptedException {
        Matcher version = VERSION.matcher(run(line).text());
        return version.find() && Integer.parseInt(version.group(1)) >= LEAST_VERSION;
    }

    private static boolean isOnPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static Output run(List<String> line) throws IOException, InterruptedException {
        Path text = Files.createTempFile("kustomize", ".yaml");
        Path errors = Files.createTempFile("kustomize", ".txt");
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectOutput(text.toFile())
                            .redirectError(errors.toFile())
                            .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(line + " did not end within " + PATIENCE_SECONDS + " s");
            }
            return new Output(
                    process.exitValue(), Files.readString(text), Files.readString(errors));
        } finally {
            Files.deleteIfExists(text);
            Files.deleteIfExists(errors);
        }
    }

    private record Output(int status, String text, String errors) {}
}
