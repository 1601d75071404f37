package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.table.Measurement;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams whose URLs hold secrets are watched, picture by picture, and never give them away. */
class LiveSecretsITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "s3cret-s3cret";
    private static final int WATCHED_SECONDS = 6;

    @TempDir private Path folder;

    private final Told told = new Told();
    private final List<Process> programs = new ArrayList<>(); // owned

    @Test
    void watchesSrtAndRtmpAndKeepsTheirSecrets() throws Exception {
        Path clip = folder.resolve("clip.ts");
        SyntheticMedia.lasting(Duration.ofSeconds(60))
                .withSize(160, 96, 25)
                .withKeyFrameInterval(Duration.ofSeconds(1))
                .write(clip, Packaging.TS);
        String srt = "srt://127.0.0.1:" + freeUdpPort() + "?passphrase=" + SECRET;
        String rtmp = "rtmp://127.0.0.1:" + freePort() + "/live/" + SECRET;
        Map<String, String> inputs =
                Map.of(
                        "srt", srt + "&streamid=" + SECRET,
                        "rtmp", rtmp,
                        "nobody", "rtmp://127.0.0.1:" + freePort() + "/live/" + SECRET,
                        "none", "rtsp://" + SECRET + "@127.0.0.1:" + freePort() + "/x?k=" + SECRET);
        try (LogLines log = LogLines.open("io.sightline")) {
            try (EmbeddedRun run = EmbeddedRun.start(Plans.of(folder, inputs), told)) {
                send(clip, "-f mpegts " + srt + "&mode=listener");
                send(clip, "-f flv -listen 1 " + rtmp);
                told.until("rows", PATIENCE, () -> isWatched("srt") && isWatched("rtmp"));
                told.until("loss", PATIENCE, () -> told.isNow("nobody", StreamState.NO_SIGNAL));
                told.until("loss", PATIENCE, () -> told.isNow("none", StreamState.NO_SIGNAL));
                run.stop();
            }
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
        } finally {
            programs.forEach(Process::destroyForcibly);
        }
        for (String stream : List.of("srt", "rtmp")) {
            List<Measurement> rows = told.measurements(stream);
            // Joining between key frames; the last second is not whole.
            assertThat(rows.subList(2, rows.size() - 1))
                    .as(stream)
                    .hasSizeGreaterThanOrEqualTo(WATCHED_SECONDS - 3)
                    .allSatisfy(row -> assertThat(row.frames()).isEqualTo(25))
                    .allSatisfy(row -> assertThat(row.coverage()).isEqualTo(1.0));
            assertThat(told.alerts(stream)).as(stream).isEmpty();
        }
        assertThat(told.text()).doesNotContain(SECRET);
        try (Stream<Path> files = Files.walk(folder.resolve("output"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRET);
            }
        }
    }

    private boolean isWatched(String stream) {
        return told.measurements(stream).size() >= WATCHED_SECONDS;
    }

    private void send(Path clip, String output) throws IOException {
        String words = "-v error -nostdin -re -i " + clip + " -map 0 -c copy " + output;
        programs.add(FfmpegProgram.ffmpeg().start(List.of(words.split(" "))));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
