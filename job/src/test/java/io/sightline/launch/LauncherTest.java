package io.sightline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of job/bin/sightline in a project of its own, whose Java and Maven only report. */
class LauncherTest {

    @TempDir Path folder;

    private Path root;
    private Path launcher;
    private Path javaHome;

    @BeforeEach
    void layOutAProject() throws IOException {
        root = Files.createDirectory(folder.resolve("a project")).toRealPath();
        launcher = Files.createDirectories(root.resolve("job/bin")).resolve("sightline");
        Files.copy(
                Path.of(System.getProperty("sightline.root"), "job/bin/sightline"),
                launcher,
                StandardCopyOption.COPY_ATTRIBUTES);
        javaHome = folder.resolve("java-home");
        fakeJava("17.0.15");
    }

    @Test
    void startsTheCommandLineWithItsArgumentsFromAnyFolderAndThroughLinks() throws Exception {
        pretendBuilt();
        Path link = Files.createSymbolicLink(folder.resolve("sightline-link"), launcher);
        Path second = Files.createSymbolicLink(folder.resolve("again"), link.getFileName());

        Result result = run(second, "-Xmx3g -Da=b", "monitor", "a b.ts", "--output=x y");

        assertThat(result.status).isZero();
        assertThat(result.lines)
                .containsExactly(
                        "@" + root.resolve("job/target/launcher/jvm.options"),
                        "-Xmx3g",
                        "-Da=b",
                        "-cp",
                        root.resolve("job/target/sightline-job-1.0.jar")
                                + ":"
                                + root.resolve("job/target/lib/*"),
                        "io.sightline.cli.Sightline",
                        "monitor",
                        "a b.ts",
                        "--output=x y");
    }

    @Test
    void addsTheJarsOfAFolderOfPlugIns() throws Exception {
        pretendBuilt();
        Path own = Files.createDirectory(folder.resolve("my plug-ins"));

        Result chosen = run(launcher, "", Map.of("SIGHTLINE_PLUGINS", own.toString()));
        Path beside = Files.createDirectory(root.resolve("plugins"));
        Result found = run(launcher, "", Map.of());
        Result absent = run(launcher, "", Map.of("SIGHTLINE_PLUGINS", "/nowhere"));

        assertThat(chosen.lines).anyMatch(line -> line.endsWith("job/target/lib/*:" + own + "/*"));
        assertThat(found.lines).anyMatch(line -> line.endsWith("lib/*:" + beside + "/*"));
        assertThat(absent.status).isEqualTo(2);
        assertThat(absent.lines)
                .singleElement()
                .asString()
                .startsWith("sightline: SIGHTLINE_PLUGINS is '/nowhere', but there is no such");
    }

    @Test
    void buildsAtFirstUseAndSaysSo() throws Exception {
        executable(
                folder.resolve("bin/mvn"),
                """
                echo "maven $* in $(pwd)"
                mkdir -p job/target/lib job/target/launcher
                touch job/target/sightline-job-1.0.jar job/target/launcher/jvm.options
                """);

        Result result = run(launcher, "", "detectors");

        assertThat(result.status).isZero();
        assertThat(result.lines.get(0)).startsWith("sightline: first use, building " + root);
        assertThat(result.lines.get(1))
                .isEqualTo("maven -B -q -DskipTests package -pl job -am in " + root);
        assertThat(result.lines).endsWith("io.sightline.cli.Sightline", "detectors");
    }

    @Test
    void failsWithABrokenBuild() throws Exception {
        executable(folder.resolve("bin/mvn"), "exit 1\n");

        Result result = run(launcher, "", "detectors");

        assertThat(result.status).isEqualTo(2);
        assertThat(result.lines).endsWith("sightline: The build failed; see above.");
    }

    @Test
    void explainsAJavaThatIsNotThereOrTooOld() throws Exception {
        pretendBuilt();
        fakeJava("11.0.2");

        assertThat(run(launcher, "").lines)
                .singleElement()
                .asString()
                .startsWith("sightline: Java 17 or newer is needed, but ")
                .contains("is version 11");

        javaHome = folder.resolve("absent");
        Result absent = run(launcher, "");

        assertThat(absent.status).isEqualTo(2);
        assertThat(absent.lines)
                .singleElement()
                .asString()
                .startsWith("sightline: JAVA_HOME is '" + javaHome + "', but there is no ");
    }

    private void pretendBuilt() throws IOException {
        Path target = Files.createDirectories(root.resolve("job/target/lib")).getParent();
        Files.createDirectories(target.resolve("launcher"));
        Files.createFile(target.resolve("launcher/jvm.options"));
        Files.createFile(target.resolve("sightline-job-1.0.jar"));
        Files.createFile(target.resolve("sightline-job-1.0-cluster.jar"));
    }

    private void fakeJava(String version) throws IOException {
        executable(
                javaHome.resolve("bin/java"),
                """
                if [ "$1" = -version ]; then echo 'openjdk version "%s"' >&2; exit; fi
                printf '%%s\\n' "$@"
                """
                        .formatted(version));
    }

    private static void executable(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Result(int status, List<String> lines) {}

    private Result run(Path script, String javaOptions, String... arguments)
            throws IOException, InterruptedException {
        return run(script, javaOptions, Map.of(), arguments);
    }

    private Result run(
            Path script, String javaOptions, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(folder.toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("SIGHTLINE_JAVA_OPTS", javaOptions);
        builder.environment().remove("SIGHTLINE_PLUGINS");
        builder.environment().putAll(variables);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output.lines().toList());
    }
}
