package io.sightline.source.reader;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.MediaException;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.DemuxerOpener;
import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every live protocol against the bundled program as the other side, all at the same time. */
class LivePeersTest {

    @TempDir private Path folder;

    private final List<LivePeer> peers = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (LivePeer peer : peers) {
            peer.close();
        }
    }

    @Test
    void playsFollowsAnOutageAndGoesOn() throws Exception {
        // RTSP describes AAC by what MP4 has in its header, and MPEG-TS does not.
        for (String file : List.of("clip.ts", "clip.mp4")) {
            LivePeer.clip(folder, file);
        }
        addPeers();

        LivePeer.playOverAnOutage(peers);
    }

    @Test
    void saysWhatALibraryLacksAndWhatToDo() throws Exception {
        DemuxerOpener lacking =
                (input, control) -> {
                    throw new MediaException(
                            MediaException.Reason.UNSUPPORTED,
                            "Cannot open '%s': the media library says: Protocol not found (-1330794744)."
                                    .formatted(input));
                };
        String url = "srt://127.0.0.1:9?passphrase=0123456789abc";
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS, lacking)) {
            harness.read(ReaderHarness.split("srt", url));
            harness.until("broken", () -> harness.state().equals("state BROKEN"));

            assertThat(
                            harness.saw(
                                    "state BROKEN Cannot watch stream 'srt' rendition 'main'"
                                            + " (srt://127.0.0.1:9): Cannot open"
                                            + " 'srt://127.0.0.1:9': the media library says:"
                                            + " Protocol not found (-1330794744); use an input"
                                            + " that this build reads"))
                    .isTrue();
        }
    }

    @Test
    void bundledLibraryHasEveryProtocol() throws Exception {
        String words = "-v error -hide_banner -protocols";
        String list = new String(FfmpegProgram.ffmpeg().run(words.split(" ")), US_ASCII);
        assertThat(list.substring(0, list.indexOf("Output:")).lines().map(String::strip))
                .contains("srt", "rtmp", "rtmps", "rtp", "udp", "tcp", "tls", "https");
    }

    private void addPeers() throws IOException {
        String udp = "127.0.0.1:" + freeUdpPort();
        String rtp = "127.0.0.1:" + freeUdpPort();
        String group = "239.255.77.7:" + freeUdpPort();
        String calling = "127.0.0.1:" + freeUdpPort();
        String listening = "127.0.0.1:" + freeUdpPort();
        String served = "127.0.0.1:" + freePort();
        String published = "127.0.0.1:" + freePort();
        String recorded = "127.0.0.1:" + freePort();
        String http = "127.0.0.1:" + freePort();
        add("udp", "udp://" + udp, "-f mpegts udp://" + udp + "?pkt_size=1316");
        add("rtp", "rtp://" + rtp, "-f rtp_mpegts rtp://" + rtp);
        if (canMulticast()) {
            add("multicast", "rtp://@" + group, "-f rtp_mpegts rtp://" + group + "?ttl=0");
            String other = "239.255.77.8:" + freeUdpPort();
            add(
                    "udp-multicast",
                    "udp://@" + other,
                    "-f mpegts udp://" + other + "?pkt_size=1316&ttl=0");
        }
        add(
                "srt-caller",
                "srt://" + calling + "?passphrase=0123456789abc",
                "-f mpegts srt://" + calling + "?mode=listener&passphrase=0123456789abc");
        add(
                "srt-listener",
                "srt://" + listening + "?mode=listener",
                "-f mpegts srt://" + listening);
        add(
                "rtmp",
                "rtmp://" + served + "/live/key",
                "-f flv -listen 1 rtmp://" + served + "/live/key");
        add(
                "rtmp-listener",
                "rtmp://" + published + "/live/key?mode=listener",
                "-f flv rtmp://" + published + "/live/key");
        add(
                "rtsp-listener",
                "rtsp://" + recorded + "/live?mode=listener",
                "-f rtsp -rtsp_transport tcp rtsp://" + recorded + "/live");
        add("http", "http://" + http + "/live", "-f mpegts -listen 1 http://" + http + "/live");
    }

    private void add(String name, String url, String output) {
        String file = output.contains("mpegts") ? "clip.ts" : "clip.mp4";
        List<String> words =
                List.of(
                        "-v error -nostdin -re -stream_loop -1 -i %s -map 0 -c copy %s"
                                .formatted(folder.resolve(file), output)
                                .split(" "));
        peers.add(new LivePeer(name, url, () -> FfmpegProgram.ffmpeg().start(words)));
    }

    /** Not in every container: a datagram to a group must come back. */
    private static boolean canMulticast() {
        try (MulticastSocket socket = new MulticastSocket(0)) {
            InetSocketAddress group = new InetSocketAddress("239.255.77.7", socket.getLocalPort());
            socket.joinGroup(group, null);
            socket.setSoTimeout(1_000);
            socket.setTimeToLive(0);
            socket.send(new DatagramPacket(new byte[1], 1, group));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (IOException without) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
