package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;

import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.Track;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/**
 * A demuxer over libavformat.
 *
 * <p>Thread: the one that opened it. Ownership: the opener closes it.
 */
final class FfmpegDemuxer implements Demuxer {

    private final NativeInput input; // owned
    private final int firstTrack;
    private final TrackList tracks; // owned
    private final PacketPool packets = new PacketPool(); // owned; for what is given out
    private final AVPacket read; // owned, blank between calls
    private boolean isClosed;

    private FfmpegDemuxer(NativeInput input, int firstTrack, ProgrammeChoice choice) {
        this.input = input;
        this.firstTrack = firstTrack;
        tracks = new TrackList(input.format(), firstTrack, choice);
        read = av_packet_alloc();
    }

    static FfmpegDemuxer open(MediaInput input, ReadControl control) throws MediaException {
        FfmpegDemuxer opened =
                over(
                        NativeInput.open(input, control),
                        input instanceof MediaInput.Bytes bytes ? bytes.firstTrack() : 0,
                        input.program());
        if (!opened.tracks.hasMedia()) {
            String shown = opened.input.shown();
            opened.close();
            throw new MediaException(
                    Reason.NOT_MEDIA,
                    "Cannot open '%s': there is neither video nor audio in it.".formatted(shown));
        }
        return opened;
    }

    private static FfmpegDemuxer over(NativeInput input, int firstTrack, int program)
            throws MediaException {
        try {
            ProgrammeChoice choice = ProgrammeChoice.of(input, program);
            return new FfmpegDemuxer(input, firstTrack, choice);
        } catch (MediaException e) {
            input.close();
            throw e;
        } catch (RuntimeException | Error e) {
            input.close();
            throw e;
        }
    }

    @Override
    public List<Track> tracks() {
        return tracks.tracks();
    }

    @Override
    public long announcedDurationMicros() {
        // Others are guesses from the bit rate, or tell what is there already.
        boolean isAnnounced =
                input.format().duration_estimation_method() == AVFMT_DURATION_FROM_STREAM;
        return isAnnounced ? Math.max(0, input.format().duration()) : 0;
    }

    @Override
    public @Nullable Packet read() throws MediaException {
        if (isClosed) {
            throw new IllegalStateException("This demuxer is closed");
        }
        while (input.read(read)) {
            int index = read.stream_index();
            tracks.refresh(index);
            if (tracks.kind(index) != Track.Kind.OTHER) {
                read.stream_index(firstTrack + index);
                return new FfmpegPacket(read, packets);
            }
            av_packet_unref(read);
        }
        return null;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            av_packet_free(read);
            packets.close();
            tracks.close();
            input.close();
        }
    }
}
