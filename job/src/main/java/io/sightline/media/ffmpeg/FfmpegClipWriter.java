package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.AV_ROUND_NEAR_INF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_rnd;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Clip;
import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import io.sightline.media.NativeLedger;
import io.sightline.media.Packet;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Writes packets into a file in memory without touching what is coded in them.
 *
 * <p>Containers insist on decode times that grow and do not pass the presentation time. Where a
 * stream's do not, they are moved as little as needed. Nothing but tracks goes into the file: no
 * location, no names, no versions.
 *
 * <p>Thread: one. Ownership: the opener closes it.
 */
final class FfmpegClipWriter implements AutoCloseable {

    private static final int MICROS_PER_SECOND = 1_000_000;

    /** How a container is called by the library, and its files by people. */
    private enum Container {
        MP4("mp4", "mp4"),
        MATROSKA("matroska", "mkv");

        private final String format;
        private final String extension;

        Container(String format, String extension) {
            this.format = format;
            this.extension = extension;
        }
    }

    private final Container container;
    private final List<FfmpegTrack> tracks;
    private final AVFormatContext context = new AVFormatContext(null); // owned
    private final AVIOContext memory = new AVIOContext(null); // owned until its bytes are taken
    private final AVPacket written = av_packet_alloc(); // owned
    private final long[] lastDts; // by track, in ticks of the output
    private boolean isOpen; // memory is
    private long fromMicros = Long.MAX_VALUE;
    private long toMicros = Long.MIN_VALUE;
    private int refused;

    private FfmpegClipWriter(Container container, List<FfmpegTrack> tracks) {
        this.container = container;
        this.tracks = tracks;
        this.lastDts = new long[tracks.size()];
        NativeLedger.opened();
    }

    static Clip remux(List<FfmpegTrack> tracks, List<? extends Packet> packets)
            throws MediaException {
        FfmpegLibrary.load();
        try {
            return remux(Container.MP4, tracks, packets);
        } catch (MediaException notInMp4) {
            try {
                return remux(Container.MATROSKA, tracks, packets);
            } catch (MediaException e) {
                e.addSuppressed(notInMp4);
                throw e;
            }
        }
    }

    private static Clip remux(
            Container container, List<FfmpegTrack> tracks, List<? extends Packet> packets)
            throws MediaException {
        try (FfmpegClipWriter writer = new FfmpegClipWriter(container, tracks)) {
            writer.begin();
            long[] decodeTimes = DecodeTimes.of(packets);
            for (int i = 0; i < decodeTimes.length; i++) {
                writer.write(packets.get(i), decodeTimes[i]);
            }
            return writer.end(packets.size());
        }
    }

    private void begin() throws MediaException {
        FfmpegErrors.require(
                avformat_alloc_output_context2(
                        context, (AVOutputFormat) null, container.format, null),
                "avformat_alloc_output_context2");
        context.flags(context.flags() | AVFMT_FLAG_BITEXACT);
        for (FfmpegTrack track : tracks) {
            AVStream stream = avformat_new_stream(context, null);
            if (stream == null || stream.isNull()) {
                throw new OutOfMemoryError("FFmpeg cannot allocate a stream");
            }
            FfmpegErrors.require(
                    avcodec_parameters_copy(stream.codecpar(), track.parameters()),
                    "avcodec_parameters_copy");
            stream.codecpar().codec_tag(0); // that of the input's container means nothing here
            stream.time_base(av_make_q(1, MICROS_PER_SECOND));
        }
        FfmpegErrors.require(avio_open_dyn_buf(memory), "avio_open_dyn_buf");
        isOpen = true;
        context.pb(memory);
        refuse(avformat_write_header(context, (AVDictionary) null));
        Arrays.fill(lastDts, Long.MIN_VALUE);
    }

    private void refuse(int code) throws MediaException {
        FfmpegErrors.requireMemory(code);
        if (code < 0) {
            throw new MediaException(
                    Reason.UNSUPPORTED,
                    "Cannot write %s as %s: %s."
                            .formatted(tracks, container.format, FfmpegErrors.describe(code)));
        }
    }

    private void write(Packet packet, long decodeTimeMicros) {
        int index = indexOf(packet.trackIndex());
        if (index < 0 || decodeTimeMicros == TimeBase.NO_TIME || packet.sizeBytes() == 0) {
            return;
        }
        long presentationMicros =
                packet.presentationTimeMicros() == TimeBase.NO_TIME
                        ? decodeTimeMicros
                        : packet.presentationTimeMicros();
        FfmpegErrors.require(
                av_packet_ref(written, ((FfmpegPacket) packet).nativePacket()), "av_packet_ref");
        AVRational base = context.streams(index).time_base();
        long dts = ticks(decodeTimeMicros, base);
        if (lastDts[index] != Long.MIN_VALUE) {
            dts = Math.max(dts, lastDts[index] + 1);
        }
        lastDts[index] = dts;
        long durationMicros = written.duration();
        written.stream_index(index);
        written.dts(dts);
        written.pts(Math.max(ticks(presentationMicros, base), dts));
        written.duration(ticks(durationMicros, base));
        written.pos(-1);
        int code = av_interleaved_write_frame(context, written);
        av_packet_unref(written);
        FfmpegErrors.requireMemory(code);
        if (code < 0) {
            refused++;
        } else {
            fromMicros = Math.min(fromMicros, presentationMicros);
            toMicros = Math.max(toMicros, presentationMicros + durationMicros);
        }
    }

    private int indexOf(int trackIndex) {
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).index() == trackIndex) {
                return i;
            }
        }
        return -1;
    }

    private static long ticks(long micros, AVRational base) {
        return av_rescale_rnd(
                micros, base.den(), (long) base.num() * MICROS_PER_SECOND, AV_ROUND_NEAR_INF);
    }

    private Clip end(int packets) throws MediaException {
        refuse(av_write_trailer(context));
        if (fromMicros == Long.MAX_VALUE) {
            throw new MediaException(
                    Reason.UNSUPPORTED,
                    "Cannot write %s as %s: none of %d packets is taken."
                            .formatted(tracks, container.format, packets));
        }
        return new Clip(takeBytes(), container.extension, fromMicros, toMicros, refused);
    }

    private byte[] takeBytes() {
        BytePointer bytes = new BytePointer((Pointer) null);
        isOpen = false;
        context.pb(null);
        int size = avio_close_dyn_buf(memory, bytes);
        try {
            byte[] copy = new byte[size];
            bytes.get(copy);
            return copy;
        } finally {
            av_free(bytes);
        }
    }

    @Override
    public void close() {
        if (isOpen) {
            takeBytes();
        }
        av_packet_free(written);
        if (!context.isNull()) {
            avformat_free_context(context);
        }
        NativeLedger.closed();
    }
}
