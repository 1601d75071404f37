package io.sightline.demo;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends a file of transport packets over UDP as fast as it plays, by the bundled program. */
public final class UdpSender implements AutoCloseable {

    private static final int PACKET_BYTES = 7 * 188; // as many as fit an Ethernet frame
    private static final long END_LIMIT_SECONDS = 5;

    private final Process program; // owned, ended in close()
    private final String url;

    private UdpSender(Process program, String url) {
        this.program = program;
        this.url = url;
    }

    /** Begins to send now, to a free port. */
    public static UdpSender start(Path file) throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "udp://127.0.0.1:" + port;
        Process program =
                FfmpegProgram.ffmpeg()
                        .start(
                                List.of(
                                        "-v",
                                        "error",
                                        "-nostdin",
                                        "-re",
                                        "-i",
                                        file.toString(),
                                        "-map",
                                        "0",
                                        "-c",
                                        "copy",
                                        // Pictures do not wait for sound that never comes.
                                        "-max_interleave_delta",
                                        "200000",
                                        "-f",
                                        "mpegts",
                                        url + "?pkt_size=" + PACKET_BYTES));
        return new UdpSender(program, url);
    }

    public String url() {
        return url;
    }

    @Override
    public void close() {
        program.destroy();
        try {
            if (!program.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            program.destroyForcibly();
        }
    }
}
