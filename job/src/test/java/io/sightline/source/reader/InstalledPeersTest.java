package io.sightline.source.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Live protocols and HTTP against programs that Debian packages: GStreamer's RTSP server, nginx
 * with its RTMP module, srt-tools. Each test is skipped where its program is not installed; {@code
 * docs/reference/inputs.md} names the packages.
 */
class InstalledPeersTest {

    // Without arguments it says whether it can work; else: port, MP4 file, TCP or UDP.
    static final String RTSP_SERVER =
            """
            import gi, sys
            gi.require_version('Gst', '1.0')
            gi.require_version('GstRtspServer', '1.0')
            gi.require_version('GstRtsp', '1.0')
            from gi.repository import Gst, GstRtsp, GstRtspServer, GLib
            Gst.init(None)
            if len(sys.argv) < 3:
                sys.exit(0 if Gst.ElementFactory.find('rtph264pay') else 1)
            server = GstRtspServer.RTSPServer()
            server.set_address('127.0.0.1')
            server.set_service(sys.argv[1])
            factory = GstRtspServer.RTSPMediaFactory()
            factory.set_launch('( filesrc location=%s ! qtdemux name=d'
                ' d.video_0 ! queue ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1'
                ' d.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97 )' % sys.argv[2])
            factory.set_protocols(getattr(GstRtsp.RTSPLowerTrans, sys.argv[3]))
            server.get_mount_points().add_factory('/live', factory)
            server.attach(None)
            GLib.MainLoop().run()
            """;

    private static final String NGINX =
            """
            load_module %s;
            daemon off; master_process off; user root;
            pid nginx.pid; error_log error.log;
            events {}
            rtmp { server { listen 127.0.0.1:RTMP; application live {
              live on; hls on; hls_path hls; hls_fragment 1s; hls_playlist_length 6s; } } }
            http { access_log off; types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; }
              client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
              uwsgi_temp_path t4; scgi_temp_path t5;
              server { listen 127.0.0.1:HTTP; root .; } }
            """;

    @TempDir private Path folder;

    private final List<LivePeer> peers = new ArrayList<>();
    private final List<Process> programs = new ArrayList<>(); // owned

    @BeforeEach
    void makeClips() throws IOException {
        LivePeer.clip(folder, "clip.ts");
        LivePeer.clip(folder, "clip.mp4");
    }

    @AfterEach
    void close() throws InterruptedException {
        for (LivePeer peer : peers) {
            peer.close();
        }
        programs.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "UDP"})
    void playsFromTheRtspServerOfGStreamer(String transport) throws Exception {
        Path script = Files.writeString(folder.resolve("server.py"), RTSP_SERVER);
        assumeTrue(succeeds("/usr/bin/python3", script.toString()), "gst-rtsp-server");
        int port = LivePeersTest.freePort();
        String clip = folder.resolve("clip.mp4").toString();
        peers.add(
                new LivePeer(
                        "rtsp",
                        "rtsp://127.0.0.1:" + port + "/live",
                        () ->
                                start(
                                        "/usr/bin/python3",
                                        script.toString(),
                                        "" + port,
                                        clip,
                                        transport)));

        LivePeer.playOverAnOutage(peers);
    }

    @Test
    void playsFromSrtLiveTransmit() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/srt-live-transmit")), "srt-tools");
        String udp = "udp://127.0.0.1:" + LivePeersTest.freeUdpPort();
        String srt = "srt://127.0.0.1:" + LivePeersTest.freeUdpPort();
        // Without sound, whose end lies behind that of the pictures, the clip repeats without a
        // step.
        send("clip.ts", "-map -0:a -f mpegts " + udp + "?pkt_size=1316");
        peers.add(
                new LivePeer(
                        "srt-live-transmit",
                        srt,
                        () -> start("/usr/bin/srt-live-transmit", udp, srt + "?mode=listener")));

        LivePeer.playOverAnOutage(peers);
    }

    @Test
    void playsRtmpAndHlsAndFilesFromNginx() throws Exception {
        Path module = Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nginx")) && Files.exists(module), "nginx");
        int rtmpPort = LivePeersTest.freePort();
        int httpPort = LivePeersTest.freePort();
        Path conf =
                Files.writeString(
                        folder.resolve("nginx.conf"),
                        NGINX.formatted(module)
                                .replace("127.0.0.1:RTMP", "127.0.0.1:" + rtmpPort)
                                .replace("127.0.0.1:HTTP", "127.0.0.1:" + httpPort));
        Files.createDirectory(folder.resolve("hls"));
        String rtmp = "rtmp://127.0.0.1:" + rtmpPort + "/live/key";
        String http = "http://127.0.0.1:" + httpPort;
        programs.add(start("/usr/sbin/nginx", "-p", folder + "/", "-c", conf.toString()));
        try (ReaderHarness file = new ReaderHarness(SourceSettings.DEFAULTS);
                ReaderHarness live = new ReaderHarness(SourceSettings.DEFAULTS);
                ReaderHarness hls = new ReaderHarness(SourceSettings.DEFAULTS)) {
            live.read(ReaderHarness.split("live", rtmp));
            hls.read(ReaderHarness.split("hls", http + "/hls/key.m3u8"));
            live.until("an answer", () -> !live.lines.isEmpty());
            send("clip.mp4", "-f flv " + rtmp);
            live.until("RTMP", () -> live.count("packet 0") >= 100);
            assertThat(live.state()).isEqualTo("state LIVE");
            hls.until("HLS", () -> hls.count("packet 0") >= 100);
            assertThat(hls.state()).isEqualTo("state LIVE");
            file.read(ReaderHarness.split("ts", http + "/clip.ts"));
            file.read(ReaderHarness.split("mp4", http + "/clip.mp4")).toTheEnd();
            assertThat(file.count("packet 0")).isEqualTo(2 * 250);

            programs.get(1).destroyForcibly(); // nginx stays, and says nothing of it
            live.until("a stall", () -> live.state().equals("state STALLED"));

            programs.get(0).destroyForcibly().waitFor();
            live.until("no signal", () -> live.state().equals("state NO_SIGNAL"));
            hls.until("no signal", () -> hls.state().equals("state NO_SIGNAL"));
        }
    }

    private void send(String clip, String output) throws IOException {
        String words = "-v error -nostdin -re -stream_loop -1 -i %s -map 0 -c copy %s";
        programs.add(
                FfmpegProgram.ffmpeg()
                        .start(List.of(words.formatted(folder.resolve(clip), output).split(" "))));
    }

    private Process start(String... words) throws IOException {
        return new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("program.log").toFile())
                .start();
    }

    private boolean succeeds(String... words) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(words[0]))) {
            return false;
        }
        Process process = start(words);
        int status = process.waitFor();
        System.out.print(Files.readString(folder.resolve("program.log"), UTF_8));
        return status == 0;
    }
}
