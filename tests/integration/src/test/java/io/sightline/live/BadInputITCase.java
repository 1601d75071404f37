package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.demo.media.SyntheticMedia.Content;
import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can be wrong with an input, all in one run beside healthy ones. */
class BadInputITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SECONDS = 6;

    @TempDir private Path folder;

    private final Told told = new Told();
    private final Map<String, String> inputs = new TreeMap<>();
    private final Map<String, Expected> expected = new TreeMap<>();
    private Origin origin;
    private LiveWindow longLived;
    private LogLines log;

    private record Expected(StreamState state, String message) {}

    @BeforeEach
    void serve() throws IOException {
        origin = new Origin(folder);
        log = LogLines.open("io.sightline");
    }

    @AfterEach
    void close() {
        log.close();
        origin.close();
    }

    @Test
    void saysOfEachOnceWhatIsWrongAndWatchesTheOthers() throws Exception {
        healthyInputs();
        badFiles();
        badServers();
        badPlaylists();
        try (EmbeddedRun run = EmbeddedRun.start(Plans.of(folder, inputs), told)) {
            told.until("a live one", PATIENCE, () -> told.isNow("vanished", StreamState.LIVE));
            origin.status("/vanished.m3u8", 404);
            told.until("all ends", PATIENCE, this::allAreAsExpected);
            origin.route("/vanished.m3u8", longLived);
            told.until(
                    "the playlist that comes back",
                    PATIENCE,
                    () -> told.isNow("vanished", StreamState.LIVE));
            run.stop();
        }
        requireMessages();
        requireHealthyOnesComplete();
    }

    private void healthyInputs() throws IOException {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(SECONDS))
                        .withSize(160, 96, 25)
                        .withKeyFrameInterval(Duration.ofSeconds(1));
        media.write(folder.resolve("whole.mp4"), Packaging.MP4);
        media.withContent(Content.VIDEO_ONLY)
                .write(folder.resolve("video-only.mp4"), Packaging.MP4);
        media.withContent(Content.AUDIO_ONLY)
                .write(folder.resolve("audio-only.mp4"), Packaging.MP4);
        media.withCoding(Coding.MPEG2_MP2).write(folder.resolve("vod.m3u8"), Packaging.HLS_TS);
        for (String file : List.of("whole.mp4", "video-only.mp4", "audio-only.mp4", "vod.m3u8")) {
            String id = file.substring(0, file.indexOf('.'));
            expect(id, path(file), StreamState.NOT_WATCHED, "end of input");
        }
        expect("http", origin.url("/whole.mp4"), StreamState.NOT_WATCHED, "end of input");
        expect("http-vod", origin.url("/vod.m3u8"), StreamState.NOT_WATCHED, "end of input");
    }

    private void badFiles() throws IOException {
        Files.createDirectory(folder.resolve("folder"));
        Files.writeString(folder.resolve("text.mp4"), "No media at all.\n".repeat(100));
        Files.createFile(folder.resolve("empty.mp4"));
        byte[] whole = Files.readAllBytes(folder.resolve("whole.mp4"));
        Files.write(folder.resolve("half.mp4"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(folder.resolve("stub.mp4"), Arrays.copyOf(whole, 600));
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        Files.writeString(
                folder.resolve("codec.mp4"),
                text.replace("avc1", "zzzz"),
                StandardCharsets.ISO_8859_1);

        broken(
                "missing",
                path("missing.mp4"),
                "Cannot open stream 'missing' rendition 'main' (%s): no such file; correct the path");
        broken(
                "folder",
                path("folder"),
                "Cannot open stream 'folder' rendition 'main' (%s): it is a directory; name the file in it");
        broken(
                "text",
                path("text.mp4"),
                "Cannot read stream 'text' rendition 'main' (%s): what is there is not media in a"
                        + " container that is read here, or not all of it: Invalid data found when"
                        + " processing input (-1094995529); provide a whole file of audio or video"
                        + " in a known container");
        broken(
                "empty",
                path("empty.mp4"),
                "Cannot open stream 'empty' rendition 'main' (%s): the file is empty; provide one with media");
        broken(
                "stub",
                path("stub.mp4"),
                "Cannot read stream 'stub' rendition 'main' (%s): what is there is not media in a"
                        + " container that is read here, or not all of it: End of file"
                        + " (-541478725); provide a whole file of audio or video in a known"
                        + " container");
        expect(
                "half",
                path("half.mp4"),
                StreamState.NOT_WATCHED,
                "s of the 6.0 s that it announces; check that it is whole");
        broken(
                "scheme",
                "gopher://127.0.0.1/live",
                "Cannot read stream 'scheme' rendition 'main' (%s): only paths and file, http,"
                        + " https, udp, rtp, srt, rtmp(s) and rtsp(s) URLs are supported; correct"
                        + " the URL");
        // What can be watched of it is watched to its end: the sound.
        inputs.put("codec", path("codec.mp4"));
    }

    private void badServers() throws IOException {
        origin.status("/gone.mp4", 404);
        origin.status("/error.mp4", 500);
        origin.silence("/silent.mp4");
        origin.drip("/drip.mp4", folder.resolve("whole.mp4"));
        broken(
                "gone",
                origin.url("/gone.mp4"),
                "Cannot read stream 'gone' rendition 'main' (%s): Server returned 404 Not Found"
                        + " (-875574520); correct the location or start its server");
        broken(
                "refused",
                "http://127.0.0.1:" + closedPort() + "/refused.mp4",
                "Cannot read stream 'refused' rendition 'main' (%s): Connection refused (-111);"
                        + " correct the location or start its server");
        expect(
                "error",
                origin.url("/error.mp4"),
                StreamState.NO_SIGNAL,
                "Cannot read stream 'error' rendition 'main' (%s): Server returned 5XX Server Error"
                        + " reply (-1482175992); check its server, which must answer range requests"
                        + " if the index is at the end of the file");
        for (String slow : List.of("silent", "drip")) {
            expect(
                    slow,
                    origin.url("/" + slow + ".mp4"),
                    StreamState.NO_SIGNAL,
                    "(%s): nothing usable came within the time allowed; check the network, or raise the deadlines");
        }
    }

    private void badPlaylists() throws IOException {
        String vod = Files.readString(folder.resolve("vod.m3u8"));
        Files.createFile(folder.resolve("zero.ts"));
        Files.writeString(
                folder.resolve("holes.m3u8"),
                vod.replace("vod-002.ts", "absent.ts").replace("vod-004.ts", "zero.ts"));
        Files.writeString(folder.resolve("nothing.m3u8"), vod.replace("vod-", "absent-"));
        Files.writeString(folder.resolve("page.m3u8"), "<html>Not found</html>");
        longLived = new LiveWindow(longPlaylist(), 3);
        origin.route("/vanished.m3u8", longLived);
        origin.status("/error.m3u8", 500);
        origin.silence("/silent.m3u8");
        origin.drip("/drip.m3u8", folder.resolve("vod.m3u8"));
        expect("holes", origin.url("/holes.m3u8"), StreamState.NOT_WATCHED, "end of input");
        broken(
                "nothing",
                origin.url("/nothing.m3u8"),
                "Cannot watch stream 'nothing' rendition 'main' (%s): none of its 6 segments could"
                        + " be read, last: segment 5: HTTP 404 for "
                        + origin.url("/absent-005.ts")
                        + "; check the segments");
        broken("page", origin.url("/page.m3u8"), "check the playlist and its server");
        for (String name : List.of("vanished", "error", "silent", "drip")) {
            String what =
                    switch (name) {
                        case "vanished" -> "HTTP 404 for ";
                        case "error" -> "HTTP 500 for ";
                        default -> "no complete answer within 4.0 s from ";
                    };
            String url = origin.url("/" + name + ".m3u8");
            String id = name.equals("vanished") ? name : name + "-live";
            StreamState state = name.equals("drip") ? StreamState.STALLED : StreamState.NO_SIGNAL;
            if (name.equals("silent")) {
                what = "";
            }
            expect(
                    id,
                    url,
                    state,
                    what.isEmpty()
                            ? "no answer to a request; check the server"
                            : "Cannot read stream '%s' rendition 'main' (%s): %s%s; check the playlist and its server"
                                    .formatted(id, url, what, url));
        }
    }

    /** Enough that media is still published when the playlist comes back. */
    private Path longPlaylist() throws IOException {
        Path playlist = folder.resolve("long.m3u8");
        SyntheticMedia.lasting(PATIENCE.multipliedBy(3))
                .withSize(160, 96, 25)
                .withCoding(Coding.MPEG2_MP2)
                .withKeyFrameInterval(Duration.ofSeconds(1))
                .write(playlist, Packaging.HLS_TS);
        return playlist;
    }

    private boolean allAreAsExpected() {
        return expected.entrySet().stream()
                        .allMatch(one -> told.states(one.getKey()).contains(one.getValue().state()))
                && told.isNow("codec", StreamState.NOT_WATCHED);
    }

    private void requireMessages() {
        expected.forEach(
                (stream, wanted) -> {
                    List<String> reasons =
                            told.stateRows(stream).stream()
                                    .filter(row -> row.state() == wanted.state())
                                    .map(StreamStateRow::reason)
                                    .toList();
                    System.out.println(stream + ": " + wanted.state() + " " + reasons);
                    assertThat(reasons).as(stream).hasSize(1);
                    assertThat(reasons.get(0)).as(stream).endsWith(wanted.message());
                });
        assertThat(told.stateRows("codec"))
                .filteredOn(row -> row.state() == StreamState.BROKEN)
                .singleElement()
                .extracting(StreamStateRow::reason)
                .asString()
                .contains("stream 'codec'", "zzzz");
        List<String> segments =
                log.lines().stream().filter(line -> line.contains("segment")).toList();
        assertThat(segments)
                .anyMatch(
                        line ->
                                line.startsWith("Cannot read segment 2 of stream 'holes'")
                                        && line.endsWith("; check the packager (1 so far)"))
                .anyMatch(
                        line ->
                                line.startsWith("Cannot read segment 4 of stream 'holes'")
                                        && line.contains("it is empty"));
        assertThat(told.alerts("video-only")).isEmpty();
        assertThat(told.alerts("audio-only")).isEmpty();
    }

    private void requireHealthyOnesComplete() {
        for (String stream : List.of("whole", "video-only", "http", "vod", "http-vod")) {
            List<Measurement> rows = told.measurements(stream);
            assertThat(rows.stream().mapToInt(Measurement::frames).sum())
                    .as(stream)
                    .isEqualTo(SECONDS * 25);
            assertThat(rows).as(stream).extracting(Measurement::coverage).containsOnly(1.0);
            assertThat(told.alerts(stream)).as(stream).isEmpty();
        }
        assertThat(told.measurements("audio-only")).hasSizeGreaterThanOrEqualTo(SECONDS);
        // Two pictures refer across each hole.
        assertThat(told.measurements("holes").stream().mapToInt(Measurement::frames).sum())
                .isBetween((SECONDS - 2) * 25 - 4, (SECONDS - 2) * 25);
    }

    private void broken(String id, String location, String message) {
        expect(id, location, StreamState.BROKEN, message);
    }

    private void expect(String id, String location, StreamState state, String message) {
        inputs.put(id, location);
        expected.put(id, new Expected(state, message.replace("(%s)", "(" + location + ")")));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
