package io.sightline.manifests;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What {@code mvn package -pl job -am} leaves in {@code job/target}: the context of the image. */
final class BuiltJob {

    static final Path FOLDER = Repository.ROOT.resolve("job/target");

    private static final long PATIENCE_SECONDS = 120;

    /** In the cluster jar already; a cluster does not have them besides. */
    private static final String BUNDLED =
            "(sightline|picocli|m3u8|mpd|jackson|snakeyaml-\\d|kafka|flink-connector-kafka"
                    + "|flink-parquet|parquet|lz4|stax2|woodstox).*";

    private BuiltJob() {}

    /** Or the test is shown as skipped. */
    static void orSkip() {
        Assumptions.assumeTrue(
                !matching("sightline-job-*-cluster.jar").isEmpty() && !matching("lib/*").isEmpty(),
                "job/target holds no package; 'mvn package -pl job -am' makes it");
    }

    /** Files of the folder that a pattern of a COPY line names. */
    static List<Path> matching(String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        if (!Files.isDirectory(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(FOLDER, 2)) {
            return files.filter(file -> matcher.matches(FOLDER.relativize(file))).sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the command line with the class path that it has in the image. */
    static Run sightline(String... arguments) throws IOException, InterruptedException {
        List<Path> jars = new ArrayList<>(matching("sightline-job-*-cluster.jar"));
        for (Path jar : matching("lib/*.jar")) {
            if (!jar.getFileName().toString().matches(BUNDLED)) {
                jars.add(jar);
            }
        }
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-cp");
        line.add(jars.stream().map(Path::toString).collect(Collectors.joining(":")));
        line.add("io.sightline.cli.Sightline");
        line.addAll(List.of(arguments));
        Path text = Files.createTempFile("sightline", ".txt");
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(text.toFile())
                            .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(line + " did not end within " + PATIENCE_SECONDS + " s");
            }
            return new Run(process.exitValue(), Files.readString(text));
        } finally {
            Files.deleteIfExists(text);
        }
    }

    record Run(int status, String text) {}
}
