package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.Transfer;
import io.sightline.detector.api.VideoFrame;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PictureDecodingTest {

    private static final String MOVING = "testsrc2=size=162x90:rate=25:duration=1";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "h264.mp4, yuv420p, -c:v libopenh264, yuv420p, 8, false",
        "mpeg2.ts, yuv420p, -c:v mpeg2video -bf 2, yuv420p, 8, false",
        "mpeg4.mp4, yuv420p, -c:v mpeg4, yuv420p, 8, false",
        "vp9.webm, yuv420p, -c:v libvpx-vp9 -cpu-used 8 -deadline realtime, yuv420p, 8, false",
        "av1-10.mkv, yuv420p10le, -c:v libaom-av1 -cpu-used 8 -usage realtime, yuv420p10le, 10,"
                + " false",
        "ffv1-10.mkv, yuv422p10le, -c:v ffv1, yuv422p10le, 10, false",
        "ffv1-12.mkv, yuv420p12le, -c:v ffv1, yuv420p12le, 12, false",
        "ffv1-16.mkv, yuv444p16le, -c:v ffv1, yuv444p16le, 16, false",
        "gray.mkv, gray, -c:v ffv1, gray, 8, true",
        "gray10.mkv, gray10le, -c:v ffv1, gray10le, 10, true",
        "nv12.mkv, nv12, -c:v rawvideo, nv12, 8, false",
        "full.mkv, yuvj420p, -c:v mjpeg, yuvj420p, 8, true",
        "rgb.mkv, bgr0, -c:v ffv1, yuv420p, 8, false",
        "gbr.mkv, gbrp, -c:v ffv1, yuv420p, 8, false",
        "pal8.mkv, pal8, -c:v png, yuv420p, 8, false"
    })
    void readsTheSameSamplesAsTheProgram(
            String name,
            String encoded,
            String options,
            String decoded,
            int bitDepth,
            boolean fullRange)
            throws Exception {
        Path file = encode(name, encoded, options);

        Lumas lumas = new Lumas();
        WholeInput.decode(file, lumas);

        assertThat(lumas.formats).containsOnly(new LumaFormat(bitDepth, 0, fullRange));
        assertThat(lumas.hashes).hasSize(25).isEqualTo(programHashes(file, decoded, "y"));
        boolean isGray = decoded.startsWith("gray");
        assertThat(lumas.blue).isEqualTo(isGray ? List.of() : programHashes(file, decoded, "u"));
        assertThat(lumas.red).isEqualTo(isGray ? List.of() : programHashes(file, decoded, "v"));
        assertThat(lumas.times).isSorted().doesNotHaveDuplicates();
        assertThat(lumas.durations).allSatisfy(d -> assertThat(d).isBetween(39_000L, 41_000L));
    }

    @ParameterizedTest
    @CsvSource({"tff, true", "bff, false"})
    void tellsInterlacedPicturesAndTheFirstOfTheirFields(String order, boolean isTopFirst)
            throws Exception {
        Path file =
                encode(
                        "interlaced.ts",
                        "yuv420p",
                        "-vf setfield=" + order + " -c:v mpeg2video -flags +ildct+ilme");

        List<Boolean> interlaced = new ArrayList<>();
        List<Boolean> topFirst = new ArrayList<>();
        eachPicture(
                file,
                frame -> {
                    interlaced.add(frame.isInterlaced());
                    topFirst.add(frame.isTopFieldFirst());
                });

        assertThat(interlaced).hasSize(25).containsOnly(true);
        assertThat(topFirst).containsOnly(isTopFirst);
    }

    @ParameterizedTest
    @CsvSource({"smpte2084, PQ", "arib-std-b67, HLG", "bt709, SDR"})
    void tellsHowCodesBecomeLight(String characteristic, Transfer transfer) throws Exception {
        Path file =
                encode(
                        "light.mkv",
                        "yuv420p10le",
                        "-vf setparams=color_trc=" + characteristic + " -c:v ffv1");

        List<Transfer> told = new ArrayList<>();
        eachPicture(file, frame -> told.add(frame.transfer()));

        assertThat(told).hasSize(25).containsOnly(transfer);
    }

    @Test
    void tellsTheShapeOfSamples() throws Exception {
        Path file = encode("anamorphic.ts", "yuv420p", "-vf setsar=64/45 -c:v mpeg2video");

        List<Double> told = new ArrayList<>();
        eachPicture(file, frame -> told.add(frame.sampleAspectRatio()));

        // MPEG-2 says 16:9, 4:3 or 2.21:1 of the whole picture, and the program takes the nearest.
        assertThat(told).hasSize(25).allSatisfy(r -> assertThat(r).isBetween(1.1, 1.6));
    }

    /** The library goes on from the picture before them, and says nothing. */
    @ParameterizedTest
    @CsvSource({"ts, 0, 0", "ts, 10, 1", "mp4, 0, 0", "mp4, 10, 1"})
    void tellsThatPicturesOfH264AreMissing(String container, int lost, int told) throws Exception {
        Path whole = encode("whole." + container, "yuv420p", "-c:v libopenh264");
        Path file = folder.resolve("less." + container);
        String dropped = "noise=amount=0:drop=gt(n\\,0)*eq(n\\,%d)".formatted(lost);
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                "-v",
                                "error",
                                "-i",
                                whole.toString(),
                                "-c",
                                "copy",
                                "-bsf:v",
                                dropped,
                                file.toString()));

        List<Integer> afterGaps = new ArrayList<>();
        int[] index = {0};
        eachPicture(
                file,
                frame -> {
                    if (frame.damage().missingReference()) {
                        afterGaps.add(index[0]);
                    }
                    index[0]++;
                });

        assertThat(index[0]).isEqualTo(25 - told);
        assertThat(afterGaps).isEqualTo(told == 0 ? List.of() : List.of(lost));
    }

    private static void eachPicture(Path file, Consumer<VideoFrame> seen) throws Exception {
        WholeInput.decode(
                file,
                new WholeInput.Visitor() {
                    @Override
                    public void onFrame(VideoFrame frame) {
                        seen.accept(frame);
                    }
                });
    }

    @Test
    void refusesPicturesOverTheLimit() throws Exception {
        Path file = encode("large.mp4", "yuv420p", "-c:v mpeg4");
        FfmpegMedia media = new FfmpegMedia(new DecoderLimits(160 * 90, 2), FramePoisoning.OFF);

        assertThatThrownBy(() -> WholeInput.decode(media, WholeInput.location(file), new Lumas()))
                .isInstanceOfSatisfying(
                        MediaException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining("14580 pixels, the limit is 14400");
    }

    @Test
    void catchesFramesKeptTooLong() throws Exception {
        Path file = encode("kept.mp4", "yuv420p", "-c:v mpeg4");
        FfmpegMedia media = new FfmpegMedia(DecoderLimits.DEFAULT, FramePoisoning.ON);
        List<VideoFrame> kept = new ArrayList<>();
        List<ByteBuffer> planes = new ArrayList<>();

        WholeInput.decode(
                media,
                WholeInput.location(file),
                new WholeInput.Visitor() {
                    @Override
                    public void onFrame(VideoFrame frame) {
                        kept.add(frame);
                        planes.add(frame.luma());
                    }
                });

        assertThat(kept).hasSize(25);
        assertThat(kept)
                .allSatisfy(
                        frame -> {
                            assertThatThrownBy(frame::luma)
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("kept longer");
                            assertThatThrownBy(frame::presentationTimeMicros)
                                    .isInstanceOf(IllegalStateException.class);
                        });
        assertThat(planes).allSatisfy(plane -> assertThat(plane.get(0)).isEqualTo((byte) 0xDB));
    }

    @Test
    void decodesTheSameAgainAfterResetAndAfterDrain() throws Exception {
        Path file = encode("again.mp4", "yuv420p", "-c:v mpeg4 -bf 2");
        FfmpegMedia media = new FfmpegMedia();
        List<Packet> packets = new ArrayList<>();
        try (Demuxer demuxer =
                        media.openDemuxer(
                                WholeInput.location(file),
                                WholeInput.allowing(Duration.ofSeconds(20)));
                Track track = demuxer.tracks().get(0).copyHandle();
                VideoDecoder decoder = media.openVideoDecoder(track)) {
            for (Packet packet = demuxer.read(); packet != null; packet = demuxer.read()) {
                long micros = track.timeBase().toMicros(packet.ptsTicks());
                packet.stamp(micros, track.timeBase().toMicros(packet.dtsTicks()), 40_000);
                packets.add(packet);
            }

            List<String> first = decodeAll(decoder, packets);
            List<String> afterDrain = decodeAll(decoder, packets);
            decoder.send(packets.get(0));
            decoder.reset();
            List<String> afterReset = decodeAll(decoder, packets);

            assertThat(first).hasSize(25).isEqualTo(afterDrain).isEqualTo(afterReset);
        } finally {
            packets.forEach(Packet::close);
        }
    }

    private static List<String> decodeAll(VideoDecoder decoder, List<Packet> packets)
            throws Exception {
        Lumas lumas = new Lumas();
        for (Packet packet : packets) {
            assertThat(decoder.send(packet)).isTrue();
            receive(decoder, lumas);
        }
        decoder.drain();
        receive(decoder, lumas);
        assertThat(lumas.times).isSorted().doesNotHaveDuplicates();
        return lumas.hashes;
    }

    private static void receive(VideoDecoder decoder, Lumas lumas) {
        for (VideoFrame f = decoder.receive(); f != null; f = decoder.receive()) {
            lumas.onFrame(f);
        }
    }

    private Path encode(String name, String pixelFormat, String options) throws Exception {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi"));
        arguments.addAll(List.of("-i", MOVING, "-pix_fmt", pixelFormat));
        arguments.addAll(List.of(options.split(" ")));
        arguments.add(file.toString());
        FfmpegProgram.ffmpeg().run(arguments);
        return file;
    }

    /** What the program decodes, converts where we do and hashes: one plane of each frame. */
    private static List<String> programHashes(Path file, String pixelFormat, String plane)
            throws Exception {
        byte[] raw =
                FfmpegProgram.ffmpeg()
                        .run(
                                "-v",
                                "error",
                                "-i",
                                file.toString(),
                                "-map",
                                "0:v",
                                "-vf",
                                "format=" + pixelFormat + ",extractplanes=" + plane,
                                "-fps_mode",
                                "passthrough",
                                "-f",
                                "framehash",
                                "-hash",
                                "sha256",
                                "-");
        return new String(raw, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    private static final class Lumas implements WholeInput.Visitor {
        private final List<String> hashes = new ArrayList<>();
        private final List<LumaFormat> formats = new ArrayList<>();
        private final List<String> blue = new ArrayList<>();
        private final List<String> red = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private final List<Long> durations = new ArrayList<>();

        @Override
        public void onFrame(VideoFrame frame) {
            hashes.add(hash(DecodedTimeline.pixels(frame)));
            ChromaFormat chroma = frame.chromaFormat();
            if (chroma != null) {
                blue.add(hash(samples(frame, chroma, frame.cb())));
                red.add(hash(samples(frame, chroma, frame.cr())));
            }
            formats.add(frame.lumaFormat());
            times.add(frame.presentationTimeMicros());
            durations.add(frame.durationMicros());
            assertThat(frame.damage().isDamaged()).isFalse();
            assertThat(frame.features().frame()).isSameAs(frame);
        }

        private static byte[] samples(VideoFrame frame, ChromaFormat chroma, ByteBuffer plane) {
            int sampleBytes = frame.lumaFormat().bytesPerSample();
            ByteBuffer samples =
                    ByteBuffer.allocate(
                            chroma.width(frame.width())
                                    * chroma.height(frame.height())
                                    * sampleBytes);
            for (int y = 0; y < chroma.height(frame.height()); y++) {
                for (int x = 0; x < chroma.width(frame.width()); x++) {
                    int at = y * frame.chromaStrideBytes() + x * chroma.stepBytes();
                    for (int i = 0; i < sampleBytes; i++) {
                        samples.put(plane.get(at + i));
                    }
                }
            }
            return samples.array();
        }

        private static String hash(byte[] bytes) {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }
}
