package io.sightline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.Examination;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.TierControl;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.ffmpeg.DecodedTimeline;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H.264 that is joined between key frames, as datagrams are. */
class JoiningTest {

    private static final int PACKET_BYTES = 188;
    private static final RenditionRef ORIGIN =
            new RenditionRef(
                    "k",
                    new StreamId("s"),
                    RenditionId.MAIN,
                    Examination.inFull("default"),
                    Map.of());

    @TempDir private Path folder;

    private byte[] joined;
    private int shown;
    private final List<Long> troubledMicros = new ArrayList<>();

    /** Six seconds with a key frame every two, without the first half second or so. */
    @BeforeEach
    void join() throws Exception {
        Path whole = folder.resolve("whole.ts");
        String words =
                "-v error -f lavfi -i testsrc2=size=128x96:rate=25:duration=6 -c:v libopenh264 -g 50"
                        + " -b:v 200k -f mpegts -muxrate 400k %s";
        FfmpegProgram.ffmpeg().run(List.of(words.formatted(whole).split(" ", -1)));
        byte[] bytes = Files.readAllBytes(whole);
        int from = bytes.length / 10 / PACKET_BYTES * PACKET_BYTES;
        joined = Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private void decode() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(joined);
        MediaInput input =
                new MediaInput.Bytes(
                        target -> {
                            int count = Math.min(bytes.remaining(), target.remaining());
                            target.put(bytes.slice().limit(count));
                            bytes.position(bytes.position() + count);
                            return count == 0 ? -1 : count;
                        },
                        "joined.ts",
                        0,
                        0);
        try (Demuxer demuxer = new FfmpegMedia().openDemuxer(input, new ReadControl());
                PictureDecoding decoding =
                        new PictureDecoding(
                                ORIGIN,
                                new OnDemand<>(
                                        demuxer.tracks().get(0).copyHandle(),
                                        new NativeDecoders()::openVideo,
                                        refused -> {}),
                                new TierControl(DecodeMode.FULL),
                                this::note,
                                System::currentTimeMillis)) {
            while (true) {
                try (Packet packet = demuxer.read()) {
                    if (packet == null) {
                        break;
                    }
                    packet.stamp(micros(packet.ptsTicks()), micros(packet.dtsTicks()), 40_000);
                    decoding.decode(packet);
                }
            }
            decoding.drain();
        }
    }

    private static long micros(long ticks) {
        return ticks * 100 / 9;
    }

    private void note(MediaUnit unit) {
        if (unit instanceof MediaUnit.Picture picture) {
            shown++;
            if (picture.frame().damage().isDamaged()) {
                troubledMicros.add(picture.frame().presentationTimeMicros());
            }
        } else if (unit instanceof MediaUnit.Undecodable refused) {
            troubledMicros.add(refused.presentationTimeMicros());
        }
    }

    @Test
    void whatLacksTheKeyFrameBeforeItIsNoDamage() throws Exception {
        Path file = Files.write(folder.resolve("joined.ts"), joined);
        assertThat(DecodedTimeline.of(file).troubledMicros())
                .as("what the decoder says of it")
                .isNotEmpty();

        decode();

        assertThat(troubledMicros).isEmpty();
        assertThat(shown).isGreaterThanOrEqualTo(4 * 25);
    }

    @Test
    void damageAfterTheFirstKeyFrameIsTold() throws Exception {
        for (int at = joined.length / 2; at < joined.length * 3 / 4; at += PACKET_BYTES) {
            joined[at / PACKET_BYTES * PACKET_BYTES + 100] ^= 0x55;
        }

        decode();

        assertThat(troubledMicros).isNotEmpty();
    }
}
