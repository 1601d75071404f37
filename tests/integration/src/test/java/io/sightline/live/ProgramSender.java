package io.sightline.live;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/** The bundled program, sending a file of transport packets over UDP as fast as it plays. */
final class ProgramSender implements AutoCloseable {

    private final String url;
    private final Process program; // owned

    private ProgramSender(String url, Process program) {
        this.url = url;
        this.program = program;
    }

    /** Begins to send now, to a free port. */
    static ProgramSender start(Path file) throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "udp://127.0.0.1:" + port;
        String words = "-v error -nostdin -re -i %s -map 0 -c copy -f mpegts %s?pkt_size=1316";
        List<String> arguments = List.of(words.formatted(file, url).split(" "));
        return new ProgramSender(url, FfmpegProgram.ffmpeg().start(arguments));
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        program.destroyForcibly();
    }
}
