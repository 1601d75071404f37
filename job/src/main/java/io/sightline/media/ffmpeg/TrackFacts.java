package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Track;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/**
 * What is known of a track without native memory.
 *
 * @param pictureMicros how long one picture is shown by the container's average, 0 when unknown
 * @param carriesParameters whether its packets repeat what a decoder must know
 */
record TrackFacts(
        int index,
        Track.Kind kind,
        String codec,
        TimeBase timeBase,
        String description,
        long pictureMicros,
        boolean carriesParameters) {

    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Beyond it a "rate" is the time base of a track that probing saw nothing of. */
    private static final int MAX_PICTURES_PER_SECOND = 1_000;

    static TrackFacts of(
            AVStream stream,
            AVCodecParameters parameters,
            int firstTrack,
            boolean carriesParameters) {
        Track.Kind kind = kindOf(stream, parameters);
        String codec =
                isNamedOnly(parameters)
                        ? "unknown codec '" + fourCharacters(parameters.codec_tag()) + "'"
                        : avcodec_get_name(parameters.codec_id()).getString();
        AVRational base = stream.time_base();
        AVRational rate = stream.avg_frame_rate();
        if (!isPlausible(rate)) {
            rate = stream.r_frame_rate();
        }
        boolean hasRate = kind == Track.Kind.VIDEO && isPlausible(rate);
        return new TrackFacts(
                firstTrack + stream.index(),
                kind,
                codec,
                new TimeBase(base.num(), base.den()),
                switch (kind) {
                    case VIDEO -> describeVideo(codec, parameters, hasRate ? rate : null);
                    case AUDIO -> describeAudio(codec, parameters);
                    case OTHER -> codec;
                },
                hasRate ? MICROS_PER_SECOND * rate.den() / rate.num() : 0,
                carriesParameters);
    }

    /** The same as a track that nobody decodes. */
    TrackFacts asOther() {
        return new TrackFacts(
                index,
                Track.Kind.OTHER,
                codec,
                timeBase,
                description,
                pictureMicros,
                carriesParameters);
    }

    private static boolean isPlausible(AVRational rate) {
        return rate.num() > 0
                && rate.den() > 0
                && rate.num() / rate.den() <= MAX_PICTURES_PER_SECOND;
    }

    private static Track.Kind kindOf(AVStream stream, AVCodecParameters parameters) {
        boolean isPicture = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
        boolean isUnknown = parameters.codec_id() == AV_CODEC_ID_NONE && !isNamedOnly(parameters);
        if (isPicture || isUnknown) {
            return Track.Kind.OTHER;
        }
        int type = parameters.codec_type();
        if (type == AVMEDIA_TYPE_VIDEO) {
            return Track.Kind.VIDEO;
        }
        return type == AVMEDIA_TYPE_AUDIO ? Track.Kind.AUDIO : Track.Kind.OTHER;
    }

    /** Whether the container names a codec of which the library has never heard. */
    private static boolean isNamedOnly(AVCodecParameters parameters) {
        return parameters.codec_id() == AV_CODEC_ID_NONE && parameters.codec_tag() != 0;
    }

    private static String fourCharacters(int tag) {
        StringBuilder text = new StringBuilder();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            char c = (char) (tag >>> shift & 0xff);
            text.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return text.toString();
    }

    private static String describeVideo(
            String codec, AVCodecParameters parameters, AVRational rate) {
        BytePointer format = av_get_pix_fmt_name(parameters.format());
        String pixels = format == null || format.isNull() ? "" : " " + format.getString();
        String size =
                parameters.width() > 0
                        ? " " + parameters.width() + "x" + parameters.height()
                        : " of unknown size";
        String framesPerSecond =
                rate == null
                        ? ""
                        : String.format(Locale.ROOT, " %.2f fps", (double) rate.num() / rate.den());
        return codec + size + pixels + framesPerSecond;
    }

    private static String describeAudio(String codec, AVCodecParameters parameters) {
        int channels = parameters.ch_layout().nb_channels();
        return parameters.sample_rate() > 0
                ? "%s %d Hz %d channels".formatted(codec, parameters.sample_rate(), channels)
                : codec + " of unknown rate";
    }
}
