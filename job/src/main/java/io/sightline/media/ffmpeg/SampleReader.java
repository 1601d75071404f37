package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBLP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S64;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S64P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8P;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import java.nio.ByteBuffer;

/** Reads samples of any format into planar floats, 1.0 being full scale. Thread: the decoder's. */
final class SampleReader {

    private static final float U8_SCALE = 1f / (1 << 7);
    private static final float S16_SCALE = 1f / (1 << 15);
    private static final double S32_SCALE = 1.0 / (1L << 31);
    private static final double S64_SCALE = 0x1p-63;

    private SampleReader() {}

    /**
     * Fills the first {@code nb_samples} elements of each channel's array.
     *
     * @return false when the sample format is not known
     */
    static boolean read(FramePlanes planes, float[][] channels, int channelCount) {
        int format = planes.frame().format();
        int samples = planes.frame().nb_samples();
        int bytesPerSample = av_get_bytes_per_sample(format);
        if (bytesPerSample == 0) {
            return false;
        }
        if (av_sample_fmt_is_planar(format) != 0) {
            for (int channel = 0; channel < channelCount; channel++) {
                ByteBuffer plane = planes.view(channel, samples * bytesPerSample);
                if (!read(plane, format, 0, 1, channels[channel], samples)) {
                    return false;
                }
            }
            return true;
        }
        ByteBuffer interleaved = planes.view(0, channelCount * samples * bytesPerSample);
        for (int channel = 0; channel < channelCount; channel++) {
            if (!read(interleaved, format, channel, channelCount, channels[channel], samples)) {
                return false;
            }
        }
        return true;
    }

    /** Reads every {@code step}-th sample of a plane from {@code first} on. */
    private static boolean read(
            ByteBuffer plane, int format, int first, int step, float[] target, int samples) {
        switch (format) {
            case AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP -> {
                for (int i = 0, from = first; i < samples; i++, from += step) {
                    target[i] = plane.getFloat(from * Float.BYTES);
                }
            }
            case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P -> {
                for (int i = 0, from = first; i < samples; i++, from += step) {
                    target[i] = plane.getShort(from * Short.BYTES) * S16_SCALE;
                }
            }
            case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P -> {
                for (int i = 0, from = first; i < samples; i++, from += step) {
                    target[i] = (float) (plane.getInt(from * Integer.BYTES) * S32_SCALE);
                }
            }
            case AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP -> {
                for (int i = 0, from = first; i < samples; i++, from += step) {
                    target[i] = (float) plane.getDouble(from * Double.BYTES);
                }
            }
            case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P -> {
                for (int i = 0, from = first; i < samples; i++, from += step) {
                    target[i] = (Byte.toUnsignedInt(plane.get(from)) - (1 << 7)) * U8_SCALE;
                }
            }
            case AV_SAMPLE_FMT_S64, AV_SAMPLE_FMT_S64P -> {
                for (int i = 0, from = first; i < samples; i++, from += step) {
                    target[i] = (float) (plane.getLong(from * Long.BYTES) * S64_SCALE);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
