package io.sightline.benchmark;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One file, sent over UDP to any number of ports of loopback at once, over and over, live. */
final class ManyDatagrams implements AutoCloseable {

    private final List<Integer> ports = new ArrayList<>();
    private final Process program; // owned

    /**
     * @param media a playlist or a file
     */
    ManyDatagrams(Path media, int count) throws IOException {
        List<DatagramSocket> free = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            free.add(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
        }
        for (DatagramSocket socket : free) {
            ports.add(socket.getLocalPort());
            socket.close();
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
