package io.sightline.benchmark;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One file, sent over UDP to any number of ports of loopback at once, over and over, live. */
final class ManyDatagrams implements AutoCloseable {

    /** Below those that systems give to sockets that ask for any, such as the sender's. */
    private static final int FIRST_PORT = 20_000;

    private final List<Integer> ports = new ArrayList<>();
    private final Process program; // owned

    /**
     * @param media a playlist or a file
     */
    ManyDatagrams(Path media, int count) throws IOException {
        for (int port = FIRST_PORT; ports.size() < count; port++) {
            try (DatagramSocket free = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                ports.add(free.getLocalPort());
            } catch (BindException taken) {
                // The next one may be free.
            }
        }
        String outputs =
                ports.stream()
                        .map("[f=mpegts:onfail=ignore]udp://127.0.0.1:%d?pkt_size=1316"::formatted)
                        .collect(Collectors.joining("|"));
        String words = "-v error -nostdin -re -stream_loop -1 -i %s -map 0:v -c copy -f tee %s";
        program = FfmpegProgram.ffmpeg().start(List.of(words.formatted(media, outputs).split(" ")));
    }

    List<String> urls() {
        return ports.stream().map("udp://127.0.0.1:%d"::formatted).toList();
    }

    @Override
    public void close() {
        program.destroyForcibly();
    }
}
