package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.MemoryWatch;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs made to do harm, in one job beside a healthy one. */
class HostileInputITCase {

    private static final long MEBIBYTE = 1 << 20;
    private static final int SECONDS = 6;
    private static final String[] SECRETS = {"s3cret", "t0ken", "local-content"};

    @TempDir private Path folder;

    private final Told told = new Told();
    private final Map<String, String> inputs = new TreeMap<>();
    private final Map<String, String> reasons = new TreeMap<>();

    @Test
    void refusesEachWithAReasonAndWatchesTheHealthyOne() throws Exception {
        try (Origin origin = new Origin(folder);
                LogLines log = LogLines.open("io.sightline")) {
            inputs(origin);
            try (MemoryWatch memory = new MemoryWatch()) {
                try (EmbeddedRun run = EmbeddedRun.start(Plans.of(folder, inputs), told)) {
                    told.until("refusals", Duration.ofSeconds(60), this::allAreRefused);
                    told.until(
                            "the healthy one",
                            Duration.ofSeconds(60),
                            () -> told.isNow("healthy", StreamState.NOT_WATCHED));
                    run.stop();
                }
                assertThat(memory.mostAliveBytes()).isLessThan(256 * MEBIBYTE);
                assertThat(memory.mostNativeBytes()).isLessThan(384 * MEBIBYTE);
            }
            assertThat(log.lines().toString()).doesNotContain(SECRETS).doesNotContain("\u001B");
        }
        assertThat(told.text()).doesNotContain(SECRETS).doesNotContain("\u001B");
        assertThat(told.measurements("healthy").stream().mapToInt(Measurement::frames).sum())
                .isEqualTo(SECONDS * 25);
        assertThat(told.alerts("healthy")).isEmpty();
        try (Stream<Path> files = Files.walk(folder.resolve("output"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRETS);
            }
        }
    }

    private void inputs(Origin origin) throws IOException {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(SECONDS)).withSize(160, 96, 25);
        media.write(folder.resolve("healthy.mp4"), Packaging.MP4);
        inputs.put("healthy", folder.resolve("healthy.mp4").toString());
        String local =
                Files.writeString(folder.resolve("passwd"), "local-content").toUri().toString();
        refused(
                "local",
                origin.url("me:s3cret@", "/local.m3u8?t=t0ken"),
                "the scheme 'file', which it may not");
        origin.text("/local.m3u8", () -> playlist(local));
        refused("redirected", origin.url("/redirected.m3u8"), "the scheme 'file'");
        origin.route(
                "/redirected.m3u8",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", local);
                    exchange.sendResponseHeaders(302, -1);
                });
        refused("endless", origin.url("me:s3cret@", "/endless.m3u8"), "longer than");
        origin.route("/endless.m3u8", exchange -> endless(exchange, 0));
        refused("huge", origin.url("/huge.m3u8"), "longer than");
        origin.text("/huge.m3u8", () -> playlist("huge.ts?t=t0ken"));
        origin.route("/huge.ts", exchange -> endless(exchange, 10_000_000_000L));
        refused("escapes", origin.url("/escapes.m3u8"), "not a URL");
        origin.text("/escapes.m3u8", () -> playlist("\u001B[2J\u0000.ts?t=t0ken"));
        refused("large", large(media), "a picture has ");
    }

    /** Pictures of 16383x16383 by what their headers say. */
    private String large(SyntheticMedia media) throws IOException {
        Path file = folder.resolve("large.ts");
        media.withCoding(Coding.MPEG2_MP2).write(file, Packaging.TS);
        byte[] bytes = Files.readAllBytes(file);
        byte[] header = {0, 0, 1, (byte) 0xB3};
        for (int at = 0; at + 32 < bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + 4, header, 0, 4)) {
                Arrays.fill(bytes, at + 4, at + 7, (byte) 0xFF);
                for (int next = at + 8; next < at + 28; next++) {
                    if (bytes[next] == 0
                            && bytes[next + 2] == 1
                            && (bytes[next + 3] & 0xFF) == 0xB5) {
                        bytes[next + 5] |= 1;
                        bytes[next + 6] |= (byte) 0xE0;
                    }
                }
            }
        }
        return Files.write(file, bytes).toString();
    }

    private void refused(String id, String url, String reason) {
        inputs.put(id, url);
        reasons.put(id, reason);
    }

    private static String playlist(String segment) {
        return "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + segment + "\n#EXT-X-ENDLIST\n";
    }

    private static void endless(HttpExchange exchange, long declared) throws IOException {
        exchange.sendResponseHeaders(200, declared);
        OutputStream out = exchange.getResponseBody();
        byte[] some = "#EXTM3U\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        while (true) { // until the other side hangs up
            out.write(some);
        }
    }

    private boolean allAreRefused() {
        return reasons.entrySet().stream()
                .allMatch(
                        one -> {
                            List<StreamStateRow> rows = told.stateRows(one.getKey());
                            return rows.stream()
                                    .anyMatch(
                                            row ->
                                                    row.state() == StreamState.BROKEN
                                                            && row.reason()
                                                                    .contains(one.getValue()));
                        });
    }
}
