package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transport stream with three programmes: sound alone, MPEG-2 with sound, MPEG-4 with sound. */
class ProgrammesTest {

    private static final int PICTURES = 75;

    @TempDir private Path folder;

    private Path file;

    @BeforeEach
    void multiplex() throws IOException {
        file = folder.resolve("three.ts");
        FfmpegProgram.ffmpeg()
                .run(
                        ("-v error -y -f lavfi -i testsrc2=size=160x120:rate=25:duration=3"
                                        + " -f lavfi -i testsrc2=size=320x240:rate=25:duration=3"
                                        + " -f lavfi -i sine=duration=3"
                                        + " -map 2 -map 0 -map 2 -map 1 -map 2 -g 25"
                                        + " -c:v:0 mpeg2video -c:v:1 mpeg4"
                                        + " -c:a:0 mp2 -c:a:1 mp2 -c:a:2 ac3"
                                        + " -program program_num=10:st=0"
                                        + " -program program_num=20:st=1:st=2"
                                        + " -program program_num=30:st=3:st=4 "
                                        + file)
                                .split(" "));
    }

    @Test
    void readsTheFirstWithVideoUnlessToldWhich() throws Exception {
        assertThat(played(file.toString(), 0)).isEqualTo(List.of("mpeg2video", "mp2"));
        assertThat(played(file.toString(), 20)).isEqualTo(List.of("mpeg2video", "mp2"));
        assertThat(played(file.toString(), 30)).isEqualTo(List.of("mpeg4", "ac3"));
        assertThat(played(file.toString(), 10)).isEqualTo(List.of("mp2"));
    }

    @Test
    void saysThatThereIsNoSuchProgramme() throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(split(file.toString(), 31)).toTheEnd();

            assertThat(harness.saw("there is no programme 31 in it, but [10, 20, 30]")).isTrue();
            assertThat(harness.state()).isEqualTo("state BROKEN");
        }
    }

    @Test
    void readsOneOfThoseInDatagrams() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "udp://127.0.0.1:" + port;
        String words =
                "-v error -nostdin -re -stream_loop -1 -i %s -map 0 -c copy %s %s -f mpegts %s";
        String programmes =
                "-program program_num=10:st=0 -program program_num=20:st=1:st=2"
                        + " -program program_num=30:st=3:st=4";
        Process sender = null;
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(split(url, 30));
            sender =
                    FfmpegProgram.ffmpeg()
                            .start(
                                    List.of(
                                            words.formatted(
                                                            file,
                                                            programmes,
                                                            "-muxdelay 0",
                                                            url + "?pkt_size=1316")
                                                    .split(" ")));

            harness.until("pictures", () -> harness.count("packet 3") >= 25);

            assertThat(harness.saw("tracks [mpeg4, ac3]")).isTrue();
            assertThat(harness.count("packet"))
                    .isEqualTo(harness.count("packet 3") + harness.count("packet 4"));
        } finally {
            if (sender != null) {
                sender.destroyForcibly();
            }
        }
    }

    private List<String> played(String url, int program) throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(split(url, program)).toTheEnd();
            String tracks =
                    harness.lines.stream()
                            .filter(l -> l.startsWith("tracks"))
                            .findFirst()
                            .orElseThrow();
            int video = program == 30 ? 3 : 1;
            assertThat(harness.count("packet " + video)).isEqualTo(program == 10 ? 0 : PICTURES);
            assertThat(harness.count("packet " + (4 - video))).isZero();
            return List.of(tracks.replaceAll("tracks \\[|\\]", "").split(", "));
        }
    }

    private static StreamSplit split(String url, int program) {
        return new StreamSplit(
                StreamEntry.of(new StreamId("one"), url)
                        .withInput(StreamInput.of(url).withProgram(program)),
                RenditionId.MAIN,
                "one#0",
                Position.START);
    }
}
