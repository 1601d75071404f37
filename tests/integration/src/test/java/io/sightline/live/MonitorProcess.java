package io.sightline.live;

import io.sightline.detector.api.VideoDetector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code sightline monitor} in a process of its own, with the class path and flags of the launcher
 * and the poison beside them.
 */
final class MonitorProcess {

    private final Path folder;
    private final Path output;
    private final Path plugin;

    MonitorProcess(Path folder) throws IOException {
        this.folder = folder;
        this.output = folder.resolve("output");
        this.plugin = folder.resolve("plugin");
        Path services = Files.createDirectories(plugin.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(VideoDetector.class.getName()), PoisonDetector.class.getName());
        String name = PoisonDetector.class.getName().replace('.', '/') + ".class";
        Path target = plugin.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream code = PoisonDetector.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(code, target);
        }
    }

    Path output() {
        return output;
    }

    /** What it writes while it runs for the {@code attempt}th time. */
    Path log(int attempt) {
        return folder.resolve("run-" + attempt + ".log");
    }

    /** Starts it, going on from the latest checkpoint if there is one; the caller ends it. */
    Process start(int attempt, Path registry) throws IOException {
        Path built = Path.of(System.getProperty("sightline.root", "../..")).resolve("job/target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + built.resolve("launcher/jvm.options"));
        command.add("-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"));
        command.add("-XX:-CreateCoredumpOnCrash");
        command.addAll(List.of("-cp", plugin + ":" + jar(built) + ":" + built + "/lib/*"));
        command.addAll(List.of("io.sightline.cli.Sightline", "monitor"));
        command.addAll(List.of("--registry", registry.toString(), "--output", output.toString()));
        command.addAll(List.of("--print", "lines", "--checkpoint-interval", "1s"));
        latestCheckpoint().ifPresent(path -> command.addAll(List.of("--restore", path.toString())));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(attempt).toFile())
                .start();
    }

    private static Path jar(Path built) throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(built, "sightline-job-*-SNAPSHOT.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        }
        throw new IOException("No job in " + built + "; build it with 'mvn package -pl job -am'");
    }

    /** As whoever supervises it does. */
    private Optional<Path> latestCheckpoint() throws IOException {
        Path checkpoints = output.resolve("checkpoints/checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(checkpoints, 3, (path, a) -> isMetadata(path))) {
            return files.max(Comparator.comparing(MonitorProcess::modifiedMillis))
                    .map(Path::getParent);
        }
    }

    private static boolean isMetadata(Path path) {
        return path.endsWith("_metadata");
    }

    private static long modifiedMillis(Path file) {
        return file.toFile().lastModified();
    }
}
