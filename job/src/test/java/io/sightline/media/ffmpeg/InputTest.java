package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.media.ByteSource;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.Track;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class InputTest {

    @TempDir private static Path folder;

    private static Path mp4;
    private static Path ts;

    private final FfmpegMedia media = new FfmpegMedia();

    @BeforeAll
    static void makeMedia() throws Exception {
        SyntheticMedia clip = SyntheticMedia.lasting(Duration.ofSeconds(2)).withSize(160, 90, 25);
        mp4 = folder.resolve("clip.mp4");
        ts = folder.resolve("clip.ts");
        clip.write(mp4, Packaging.MP4);
        clip.withCoding(Coding.MPEG2_MP2).write(ts, Packaging.TS);
        clip.write(folder.resolve("list.m3u8"), Packaging.HLS_TS);
        Files.write(folder.resolve("empty.mp4"), new byte[0]);
        Files.writeString(folder.resolve("text.mp4"), "These are words, not media.\n".repeat(99));
        byte[] whole = Files.readAllBytes(mp4);
        Files.write(folder.resolve("head.mp4"), Arrays.copyOf(whole, 500));
        Files.write(folder.resolve("half.mp4"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(
                folder.resolve("evil.ffconcat"), "ffconcat version 1.0\nfile 'clip.mp4'\n");
    }

    @ParameterizedTest
    @CsvSource({
        "absent.mp4, NOT_FOUND, there is no such file",
        "'', NOT_MEDIA, it is a directory",
        "empty.mp4, NOT_MEDIA, is not media",
        "text.mp4, NOT_MEDIA, is not media",
        "head.mp4, NOT_MEDIA, is not media",
        "list.m3u8, NOT_MEDIA, is not media",
        "evil.ffconcat, NOT_MEDIA, is not media"
    })
    void saysWhyAFileCannotBeOpened(String name, Reason reason, String words) {
        assertFails(() -> open(WholeInput.location(folder.resolve(name))), reason)
                .hasMessageContaining("Cannot open '" + folder.resolve(name))
                .hasMessageContaining(words);
    }

    @Test
    void readsWhatIsThereOfATruncatedFile() throws Exception {
        List<String> whole = packets(WholeInput.location(mp4));
        List<String> half = new ArrayList<>();
        try (Demuxer demuxer = open(WholeInput.location(folder.resolve("half.mp4")))) {
            for (Packet p = demuxer.read(); p != null; p = demuxer.read()) {
                half.add(line(p));
                p.close();
            }
        } catch (MediaException e) {
            assertThat(e.reason()).isEqualTo(Reason.READ_FAILED);
        }
        assertThat(half).hasSizeBetween(whole.size() / 4, whole.size() * 3 / 4);
        assertThat(whole).containsAll(half.subList(0, half.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.ts", "clip.mp4"})
    void readsTheSamePacketsFromBytesOneAtATime(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));

        List<String> fromBytes = packets(new MediaInput.Bytes(new Trickle(bytes), name));

        assertThat(fromBytes).isEqualTo(packets(WholeInput.location(folder.resolve(name))));
        assertThat(fromBytes).hasSizeGreaterThan(100);
    }

    @Test
    void keepsTheCauseOfAFailingSource() throws Exception {
        IOException cause = new IOException("segment 7 is gone");
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(ts));
        ByteSource failing =
                target -> {
                    if (all.position() > all.capacity() / 2) {
                        throw cause;
                    }
                    int count = Math.min(target.remaining(), 1_000);
                    target.put(all.slice(all.position(), count));
                    all.position(all.position() + count);
                    return count;
                };

        assertFails(() -> packets(new MediaInput.Bytes(failing, "clip.ts")), Reason.READ_FAILED)
                .hasMessageContaining("segment 7 is gone")
                .hasCause(cause);
    }

    @Test
    void timesOutWhereNothingArrives() throws Exception {
        ReadControl control = WholeInput.allowing(Duration.ofMillis(300));
        MediaInput silent = new MediaInput.Location("udp://127.0.0.1:" + freeUdpPort(), Map.of());
        long begin = System.nanoTime();

        assertFails(() -> media.openDemuxer(silent, control), Reason.TIMEOUT)
                .hasMessageContaining("within the time allowed");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void isCancelledFromAnotherThread() throws Exception {
        ReadControl control = new ReadControl();
        CountDownLatch reading = new CountDownLatch(1);
        MediaInput silent = new MediaInput.Location("udp://127.0.0.1:" + freeUdpPort(), Map.of());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread reader =
                new Thread(
                        () -> {
                            reading.countDown();
                            try {
                                media.openDemuxer(silent, control).close();
                            } catch (MediaException e) {
                                failure.set(e);
                            }
                        });
        reader.start();
        reading.await();

        control.cancel();
        reader.join();

        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        MediaException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND", "403, REFUSED", "401, REFUSED", "500, READ_FAILED"})
    void mapsWhatAServerAnswersAndHidesSecrets(int status, Reason reason) throws Exception {
        HttpServer server = server(status, new byte[0]);
        try {
            int port = server.getAddress().getPort();
            String url = "http://user:secret@127.0.0.1:" + port + "/live.ts?token=hidden";

            assertFails(() -> open(new MediaInput.Location(url, Map.of())), reason)
                    .hasMessageContaining("'http://127.0.0.1:" + port + "/live.ts'")
                    .hasMessageNotContainingAny("secret", "hidden");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void readsProgressiveHttpAndReportsARefusedConnection() throws Exception {
        HttpServer server = server(200, Files.readAllBytes(mp4));
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/clip.mp4";
        try {
            assertThat(packets(new MediaInput.Location(url, Map.of())))
                    .isEqualTo(packets(WholeInput.location(mp4)));
        } finally {
            server.stop(0);
        }
        assertFails(() -> open(new MediaInput.Location(url, Map.of())), Reason.NOT_FOUND);
    }

    @Test
    void refusesUnknownSchemesAndOptions() {
        assertFails(
                        () -> open(new MediaInput.Location("gopher://x/y", Map.of())),
                        Reason.UNSUPPORTED)
                .hasMessageContaining("the scheme 'gopher' is not read");
        assertFails(
                        () -> open(new MediaInput.Location(mp4.toString(), Map.of("colour", "1"))),
                        Reason.UNSUPPORTED)
                .hasMessageContaining("the option 'colour' is not known");
    }

    @Test
    void describesTracksWhoseHandlesOutliveTheDemuxer() throws Exception {
        Track copy;
        try (Demuxer demuxer = open(WholeInput.location(mp4))) {
            assertThat(demuxer.tracks())
                    .extracting(Track::description)
                    .containsExactly("h264 160x90 yuv420p 25.00 fps", "aac 48000 Hz 2 channels");
            copy = demuxer.tracks().get(0).copyHandle();
        }
        try (copy) {
            media.openVideoDecoder(copy).close();
            assertThat(copy.kind()).isEqualTo(Track.Kind.VIDEO);
        }
        copy.close();
        assertThatThrownBy(() -> media.openVideoDecoder(copy))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void announcesTracksThatAppearLater() throws Exception {
        SyntheticMedia clip = SyntheticMedia.lasting(Duration.ofSeconds(1)).withSize(160, 90, 25);
        Path videoOnly = folder.resolve("video.ts");
        clip.withSize(640, 360, 25)
                .withContent(SyntheticMedia.Content.VIDEO_ONLY)
                .write(videoOnly, Packaging.TS);
        Path both = folder.resolve("both.ts");
        clip.write(both, Packaging.TS);
        // Long enough that probing ends before the second programme table arrives.
        byte[] first = Files.readAllBytes(videoOnly);
        byte[] second = Files.readAllBytes(both);
        int copies = 6_000_000 / first.length + 1;
        ByteBuffer joined = ByteBuffer.allocate(copies * first.length + second.length);
        for (int i = 0; i < copies; i++) {
            joined.put(first);
        }
        joined.put(second).flip();

        try (Demuxer demuxer = open(new MediaInput.Bytes(new Chunks(joined), "joined.ts"))) {
            List<Track> before = demuxer.tracks();
            for (Packet p = demuxer.read(); p != null; p = demuxer.read()) {
                p.close();
            }
            assertThat(before).extracting(Track::kind).containsExactly(Track.Kind.VIDEO);
            assertThat(demuxer.tracks())
                    .isNotSameAs(before)
                    .extracting(Track::kind)
                    .contains(Track.Kind.VIDEO, Track.Kind.AUDIO);
        }
    }

    private Demuxer open(MediaInput input) throws MediaException {
        return media.openDemuxer(input, WholeInput.allowing(Duration.ofSeconds(20)));
    }

    private List<String> packets(MediaInput input) throws MediaException {
        List<String> lines = new ArrayList<>();
        try (Demuxer demuxer = open(input)) {
            for (Packet p = demuxer.read(); p != null; p = demuxer.read()) {
                lines.add(line(p));
                p.close();
            }
        }
        return lines;
    }

    private static String line(Packet p) {
        return "%d %d %d %d %d %b %b"
                .formatted(
                        p.trackIndex(),
                        p.ptsTicks(),
                        p.dtsTicks(),
                        p.durationTicks(),
                        p.sizeBytes(),
                        p.isKeyFrame(),
                        p.isCorrupt());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            ThrowingCallable call, Reason reason) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpServer server(int status, byte[] body) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }

    /** One byte for each call. */
    private static final class Trickle implements ByteSource {
        private final byte[] bytes;
        private int position;

        Trickle(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read(ByteBuffer target) {
            if (position == bytes.length) {
                return -1;
            }
            target.put(bytes[position++]);
            return 1;
        }
    }

    /** As much as fits. */
    private record Chunks(ByteBuffer bytes) implements ByteSource {
        @Override
        public int read(ByteBuffer target) {
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int count = Math.min(bytes.remaining(), target.remaining());
            target.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }
    }
}
