package io.sightline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.media.AudioDecoder;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.source.reader.HostileMedia;
import io.sightline.testing.LedgerExtension;
import io.sightline.testing.MemoryWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that claim to be larger than a machine: refused in words, in little memory. */
@ExtendWith(LedgerExtension.class)
class HostilePicturesTest {

    private static final long MEBIBYTE = 1 << 20;
    private static final long MOST_BYTES = 64 * MEBIBYTE;
    private static final long MOST_NATIVE_BYTES = 128 * MEBIBYTE;

    private static final RenditionRef ORIGIN =
            new RenditionRef(
                    "k",
                    new StreamId("hostile"),
                    RenditionId.MAIN,
                    Examination.inFull("p"),
                    Map.of());

    @TempDir private Path folder;

    private final FfmpegMedia media = new FfmpegMedia();
    private final List<String> refusals = new ArrayList<>();
    private int pictures;

    private final DecoderOpener opener =
            new DecoderOpener() {
                @Override
                public VideoDecoder openVideo(Track track) throws MediaException {
                    return media.openVideoDecoder(track);
                }

                @Override
                public AudioDecoder openAudio(Track track) throws MediaException {
                    return media.openAudioDecoder(track);
                }
            };

    @ParameterizedTest
    @ValueSource(strings = {"mpeg2", "vp9", "h264", "png", "hevc", "hevc references"})
    void aStateSaysWhyNoPictureIsDecoded(String kind) throws Exception {
        HostileMedia hostile = new HostileMedia(folder);
        String file =
                switch (kind) {
                    case "mpeg2" -> hostile.largeMpeg2();
                    case "vp9" -> hostile.largeVp9();
                    case "h264" -> hostile.largeH264();
                    case "png" -> hostile.largePng();
                    case "hevc" -> hostile.hevc(30_000, 0, 10);
                    default -> hostile.hevc(64, 100_000, 1_100);
                };
        try (MemoryWatch memory = new MemoryWatch()) {
            decode(file);
            assertThat(memory.mostAliveBytes()).as("heap").isLessThan(MOST_BYTES);
            assertThat(memory.mostNativeBytes()).as("native").isLessThan(MOST_NATIVE_BYTES);
        }
        assertThat(pictures).isZero();
        assertThat(refusals).hasSize(1);
        assertThat(refusals.get(0))
                .startsWith("Cannot watch ")
                .contains("'hostile'")
                .containsAnyOf("a picture has ", "declare pictures beyond its limits");
    }

    private void decode(String file) throws MediaException {
        ReadControl control = new ReadControl();
        control.allow(Duration.ofMinutes(1));
        try (Demuxer demuxer = media.openDemuxer(new MediaInput.Location(file, Map.of()), control);
                RenditionDecoders decoders =
                        new RenditionDecoders(
                                ORIGIN, opener, this::told, new FrameCounts(), () -> 0)) {
            List<Track> known = List.of();
            for (Packet packet = demuxer.read(); packet != null; packet = demuxer.read()) {
                try (Packet closing = packet) {
                    if (known != demuxer.tracks()) {
                        known = demuxer.tracks();
                        decoders.replaceTracks(known.stream().map(Track::copyHandle).toList());
                    }
                    decoders.decode(closing);
                }
            }
            decoders.drain();
        }
    }

    private void told(MediaUnit unit) {
        if (unit instanceof MediaUnit.Picture) {
            pictures++;
        } else if (unit instanceof MediaUnit.Passed passed
                && passed.event() instanceof StreamEvent.StateChanged changed
                && changed.state() == StreamState.BROKEN) {
            refusals.add(changed.reason());
        }
    }
}
