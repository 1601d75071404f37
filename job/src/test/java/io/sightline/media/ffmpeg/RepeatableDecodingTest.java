package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP2;

import io.sightline.detector.api.AudioBlock;
import io.sightline.media.AudioDecoder;
import io.sightline.media.Demuxer;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sound decoded from a place midway is, after the pre-roll of a restart, the same bit for bit. AAC
 * with perceptual noise substitution is the exception: FFmpeg's decoder draws that noise from a
 * generator that runs from the start of decoding.
 */
final class RepeatableDecodingTest {

    /** As long as the source's pre-roll. */
    private static final long PRE_ROLL_MICROS = 2_000_000;

    private static final long ENTRY_MICROS = 1_500_000;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "ts, mp2, 192k",
        "ts, mp2, 64k",
        "mp3, libmp3lame, 96k",
        "mp4, aac -aac_pns 0, 128k",
        "mkv, ac3, 96k",
        "mkv, eac3, 64k",
        "mkv, libopus, 64k",
        "mkv, flac, 0",
        "wav, pcm_s16le, 0"
    })
    void soundEnteredMidwayIsTheSameAfterPreRoll(String container, String codec, String bitRate)
            throws Exception {
        Path file = encode("sound." + container, codec, bitRate);

        Map<Long, float[]> whole = decode(file, Long.MIN_VALUE);
        Map<Long, float[]> entered = decode(file, ENTRY_MICROS);

        long from = ENTRY_MICROS + PRE_ROLL_MICROS;
        assertThat(after(entered, from).keySet())
                .hasSizeGreaterThan(10)
                .isEqualTo(after(whole, from).keySet());
        assertThat(after(entered, from))
                .allSatisfy((time, samples) -> assertThat(samples).isEqualTo(whole.get(time)));
    }

    @Test
    void layerTwoIsDecodedInFloatingPoint() {
        FfmpegLibrary.load();

        assertThat(RepeatableDecoding.decoderOf(AV_CODEC_ID_MP2).name().getString())
                .isEqualTo("mp2float");
    }

    private static Map<Long, float[]> after(Map<Long, float[]> blocks, long fromMicros) {
        return new TreeMap<>(blocks).tailMap(fromMicros, true);
    }

    private static Map<Long, float[]> decode(Path file, long fromMicros) throws Exception {
        Map<Long, float[]> blocks = new TreeMap<>();
        FfmpegMedia media = new FfmpegMedia();
        try (Demuxer demuxer =
                media.openDemuxer(
                        WholeInput.location(file), WholeInput.allowing(Duration.ofMinutes(1)))) {
            Track track = demuxer.tracks().get(0);
            try (AudioDecoder decoder = media.openAudioDecoder(track)) {
                boolean hasMore = true;
                while (hasMore) {
                    try (Packet packet = demuxer.read()) {
                        hasMore = packet != null;
                        if (packet != null) {
                            packet.stamp(
                                    track.timeBase().toMicros(packet.ptsTicks()),
                                    track.timeBase().toMicros(packet.dtsTicks()),
                                    track.timeBase().toMicros(packet.durationTicks()));
                            if (packet.presentationTimeMicros() >= fromMicros) {
                                decoder.send(packet);
                            }
                        }
                    }
                    receive(decoder, blocks);
                }
            }
        }
        return blocks;
    }

    private static void receive(AudioDecoder decoder, Map<Long, float[]> blocks) {
        for (AudioBlock b = decoder.receive(); b != null; b = decoder.receive()) {
            blocks.put(b.presentationTimeMicros(), Arrays.copyOf(b.samples(0), b.sampleCount()));
        }
    }

    /** Five seconds of a tone that never repeats, over noise. */
    private Path encode(String name, String codec, String bitRate) throws Exception {
        Path file = folder.resolve(name);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "-v",
                                "error",
                                "-f",
                                "lavfi",
                                "-i",
                                "aevalsrc='0.3*sin(2*PI*t*(200+90*t))+0.02*(random(0)-0.5)':s=48000:d=5",
                                "-ac",
                                "2",
                                "-c:a"));
        words.addAll(List.of(codec.split(" ")));
        words.addAll(List.of("-b:a", bitRate, file.toString()));
        FfmpegProgram.ffmpeg().run(words);
        return file;
    }
}
