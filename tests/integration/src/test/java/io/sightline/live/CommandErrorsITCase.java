package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in a process of its own: what a person gets to read when something is wrong. */
class CommandErrorsITCase {

    private static final long LIMIT_SECONDS = 120;

    private static final Path KEPT_SAVEPOINT = Path.of("src/test/resources/savepoints/1");

    @TempDir private Path folder;

    private record Result(int status, List<String> out, List<String> err) {
        String text() {
            return String.join("\n", out) + "\n" + String.join("\n", err);
        }
    }

    @Test
    void reportsAllMistakesOfTheCommandLineTogether() throws Exception {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(
                policy,
                """
                defaults:
                  video.blck: {enabled: false}
                  video.black: {level: {above: high}, open-after: soon}
                """);
        Path file = Files.createFile(folder.resolve("a-file"));

        Result result =
                run(
                        "monitor",
                        "in.ts",
                        "--detectors",
                        "video.blak",
                        "--policy",
                        policy.toString(),
                        "--output",
                        file.toString());

        assertThat(result.status).isEqualTo(2);
        assertThat(result.out).isEmpty();
        assertThat(result.text())
                .contains(
                        "unknown detector 'video.blak'; did you mean 'video.black'",
                        policy + ":2: ",
                        policy + ":3: ",
                        "'video.blck'",
                        file + " is a file; name a folder",
                        "Try 'sightline monitor --help'.");
        requireCalm(result);
    }

    @Test
    void saysThatKafkaCannotBeReached() throws Exception {
        String server = "127.0.0.1:" + closedPort();

        Result result = run("monitor", "in.ts", "--kafka", server);

        assertThat(result.status).isEqualTo(2);
        assertThat(result.out).isEmpty();
        assertThat(result.err)
                .anyMatch(
                        line ->
                                line.contains("Kafka at " + server + " did not answer within")
                                        && line.contains("name another with --kafka HOST:PORT"));
        assertThat(result.err).hasSizeLessThanOrEqualTo(3);
        requireCalm(result);
    }

    @Test
    void saysWhichInputsCouldNeverBeWatchedAndNeverASecret() throws Exception {
        SyntheticMedia.lasting(Duration.ofSeconds(3))
                .withSize(160, 96, 25)
                .write(folder.resolve("good.mp4"), Packaging.MP4);
        SyntheticMedia.lasting(Duration.ofSeconds(3))
                .withSize(160, 96, 25)
                .withKeyFrameInterval(Duration.ofSeconds(1))
                .write(folder.resolve("vod.m3u8"), Packaging.HLS_TS);
        try (Origin origin = new Origin(folder)) {
            String user = "anna:sesame@";
            String query = "?token=abracadabra";
            Result result =
                    run(
                            "monitor",
                            folder.resolve("good.mp4").toString(),
                            folder.resolve("absent.mp4").toString(),
                            origin.url(user, "/good.mp4" + query),
                            origin.url(user, "/vod.m3u8" + query),
                            origin.url(user, "/none.mp4" + query),
                            "mms://" + user + "127.0.0.1/channel" + query,
                            "http://" + user + "127.0.0.1:" + closedPort() + "/x.mp4" + query,
                            "--print",
                            "lines",
                            "--output",
                            folder.resolve("out").toString());

            assertThat(result.status).as(result.text()).isEqualTo(3);
            assertThat(result.err).isEmpty();
            for (String stream : List.of("absent", "none", "channel", "x")) {
                assertThat(result.out)
                        .filteredOn(line -> line.contains("STATE     broken  "))
                        .filteredOn(line -> line.contains("stream '" + stream))
                        .as(stream)
                        .hasSize(1);
            }
            assertThat(result.out)
                    .contains(
                            "Stream 'absent' could never be watched.",
                            "Stream 'none' could never be watched.");
            assertThat(result.text()).doesNotContain("Stream 'good' could");
            requireCalm(result);
            requireNoSecret(result.text());
            try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.toString().contains("checkpoints")) {
                        requireNoSecret(Files.readString(file, StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
    }

    @Test
    void refusesToGoOnFromWhatIsNoSavepoint() throws Exception {
        Path parent = Files.createDirectories(folder.resolve("savepoints"));
        Path taken = Files.createDirectories(parent.resolve("savepoint-1"));
        Files.copy(KEPT_SAVEPOINT.resolve("_metadata"), taken.resolve("_metadata"));

        Result result = run("monitor", "in.ts", "--restore", parent.toString());

        assertThat(result.status).isEqualTo(2);
        assertThat(result.out).isEmpty();
        assertThat(result.err)
                .containsExactly(
                        "sightline: --restore: "
                                + parent
                                + " is neither a savepoint nor a checkpoint: it holds no file"
                                + " '_metadata'. Name one of those in it: "
                                + taken,
                        "Try 'sightline monitor --help'.");
        assertThat(folder.resolve("sightline-output/alerts")).doesNotExist();
    }

    /** What only reading shows: the job ends at once, without trying again. */
    @Test
    void failsAtOnceOnAnIncidentThatANewerReleaseWrote() throws Exception {
        Path newer = Files.createDirectories(folder.resolve("newer"));
        byte[] metadata = Files.readAllBytes(KEPT_SAVEPOINT.resolve("_metadata"));
        String bytes = new String(metadata, StandardCharsets.ISO_8859_1);
        String written = bytes.replace("\1\5OPEN", "\11\5OPEN"); // version 9 of an open incident
        assertThat(written).isNotEqualTo(bytes);
        Files.write(newer.resolve("_metadata"), written.getBytes(StandardCharsets.ISO_8859_1));

        Result result = run("monitor", "in.ts", "--print", "json", "--restore", newer.toString());

        assertThat(result.status).as(result.text()).isEqualTo(4);
        assertThat(result.out).isEmpty();
        assertThat(result.err)
                .contains(
                        "sightline: the run failed: The state of debounce (progress of incidents)"
                                + " was written by a newer release of Sightline: it has version 9,"
                                + " this release reads up to 1. Go on with the release that wrote"
                                + " it or a later one, or restore an older savepoint.");
        assertThat(result.text()).doesNotContain("\tat ");
    }

    private static void requireNoSecret(String text) {
        assertThat(text).doesNotContain("sesame").doesNotContain("abracadabra");
    }

    /** No stack traces, and nothing of what libraries and the platform log. */
    private static void requireCalm(Result result) {
        assertThat(result.text())
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain("WARN")
                .doesNotContain("org.apache");
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("sightline.root"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path flags = root.resolve("job/target/launcher/jvm.options");
        command.add("@" + flags);
        command.add("-Xmx512m");
        // Test libraries bring logging files of their own.
        command.add(
                "-Dlog4j2.configurationFile="
                        + root.resolve("job/src/main/resources/log4j2.properties"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("io.sightline.cli.Sightline");
        command.addAll(List.of(arguments));
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
