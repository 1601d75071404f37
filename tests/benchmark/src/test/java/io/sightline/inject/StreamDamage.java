package io.sightline.inject;

import io.sightline.inject.TransportStream.TimedPacket;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What {@code sightline inject} does to coded pictures, done to a stream that is otherwise left as
 * it is: so each picture has one to be compared with. It lasts {@value #SECONDS} s and comes again
 * every {@value #APART} s.
 */
public enum StreamDamage {
    /** As in {@code video.block_corruption}, before that is decoded and coded again. */
    SLICES("wrong bytes in slices", "video.block_corruption", "codec", 10),
    BYTES("wrong bytes anywhere in pictures", "video.decode_error", "bytes", 0.5),
    PICTURES("lost pictures", "video.decode_error", "lost", 7),
    PACKETS("lost packets", "transport.continuity", "pictures", 0.5);

    private static final int SECONDS = 1;
    private static final int APART = 4;
    private static final double FIRST = 1.5;
    private static final int PES_HEADER_BYTES = 9; // and as many more as the last of them says

    private final String words;
    private final String kind;
    private final String variant;
    private final double strength; // of slices: percent

    StreamDamage(String words, String kind, String variant, double strength) {
        this.words = words;
        this.kind = kind;
        this.variant = variant;
        this.strength = strength;
    }

    public String words() {
        return words;
    }

    /**
     * Writes a damaged copy.
     *
     * @param clean a transport stream of pictures alone, MPEG-2 or H.264
     * @param folder for what lies between
     */
    public void write(Path clean, Path damaged, Path folder, boolean isMpeg2, long seed)
            throws IOException {
        Clip clip = ClipProbe.probe(clean, null);
        TransportStream stream = TransportStream.read(clean);
        long begin =
                stream.packets().stream()
                        .mapToLong(TimedPacket::micros)
                        .filter(micros -> micros > 0) // not of tables before the first picture
                        .min()
                        .orElseThrow();
        List<Planted> stretches = stretches(begin, clip.durationMicros(), seed);
        switch (this) {
            case SLICES -> slices(stream, stretches, folder, isMpeg2).write(damaged);
            case BYTES, PICTURES ->
                    coded(
                            clean,
                            damaged,
                            stretches,
                            new Recipe(clip, InjectionRequest.of(clean, damaged, seed), folder));
            case PACKETS -> {
                for (Planted one : stretches) {
                    stream =
                            new TransportDamage(one)
                                    .applyTo(stream, one.fromMicros(), one.toMicros());
                }
                stream.write(damaged);
            }
        }
    }

    private List<Planted> stretches(long beginMicros, long lengthMicros, long seed) {
        List<Planted> stretches = new ArrayList<>();
        for (double from = FIRST; from + SECONDS < lengthMicros / 1e6; from += APART) {
            double inFile = beginMicros / 1e6 + from;
            stretches.add(
                    new Planted(
                            Kinds.byId(kind).orElseThrow().kind(),
                            Math.round(inFile * 1e6),
                            Math.round((inFile + SECONDS) * 1e6),
                            inFile,
                            inFile + SECONDS,
                            strength,
                            Map.of("variant", variant, "track", variant),
                            seed * 1_000 + stretches.size()));
        }
        return stretches;
    }

    private static void coded(Path clean, Path damaged, List<Planted> stretches, Recipe recipe)
            throws IOException {
        for (Planted one : stretches) {
            Kinds.byId(one.kind().id()).orElseThrow().planter().plant(one, recipe);
        }
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-y", "-nostdin"));
        arguments.addAll(List.of("-copyts", "-i", clean.toString(), "-c", "copy"));
        arguments.addAll(Injection.videoPackets(recipe));
        arguments.addAll(List.of("-muxdelay", "0", "-muxpreload", "0", damaged.toString()));
        FfmpegProgram.ffmpeg().run(arguments);
    }

    private TransportStream slices(
            TransportStream stream, List<Planted> stretches, Path folder, boolean isMpeg2)
            throws IOException {
        List<TimedPacket> packets = stream.packets();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        packets.forEach(packet -> whole.writeBytes(payload(packet)));
        Path clean = folder.resolve("clean.es");
        Path damaged = folder.resolve("damaged.es");
        Files.write(clean, whole.toByteArray());
        (isMpeg2 ? SliceDamage.MPEG2 : SliceDamage.H264)
                .write(clean, damaged, strength / 100, stretches.get(0));
        ByteBuffer wrong = ByteBuffer.wrap(Files.readAllBytes(damaged));
        for (TimedPacket packet : packets) {
            byte[] payload = payload(packet);
            wrong.get(payload);
            if (stretches.stream().anyMatch(one -> isIn(packet, one))) {
                byte[] bytes = packet.bytes();
                System.arraycopy(payload, 0, bytes, bytes.length - payload.length, payload.length);
            }
        }
        return stream;
    }

    private static boolean isIn(TimedPacket packet, Planted stretch) {
        return packet.micros() >= stretch.fromMicros() && packet.micros() < stretch.toMicros();
    }

    /**
     * The part of the elementary stream that a packet carries; nothing where it is not pictures.
     */
    private static byte[] payload(TimedPacket packet) {
        byte[] bytes = packet.bytes();
        if (packet.part() != TransportStream.Part.PICTURES) {
            return new byte[0];
        }
        int from = TransportStream.payloadAt(bytes);
        if (packet.begins()) {
            from += PES_HEADER_BYTES + (bytes[from + PES_HEADER_BYTES - 1] & 0xff);
        }
        return Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length);
    }
}
