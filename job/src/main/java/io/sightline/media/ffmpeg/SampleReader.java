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
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Reads samples of any format into planar floats, 1.0 being full scale. Its scratch arrays are
 * reused; thread: the decoder's.
 */
final class SampleReader {

    private static final float U8_SCALE = 1f / (1 << 7);
    private static final float S16_SCALE = 1f / (1 << 15);
    private static final double S32_SCALE = 1.0 / (1L << 31);
    private static final double S64_SCALE = 0x1p-63;

    private byte[] bytes = new byte[0];
    private short[] shorts = new short[0];
    private int[] ints = new int[0];
    private long[] longs = new long[0];
    private float[] floats = new float[0];
    private double[] doubles = new double[0];

    /**
     * Fills the first {@code nb_samples} elements of each channel's array.
     *
     * @return false when the sample format is not known
     */
    boolean read(AVFrame frame, float[][] channels, int channelCount) {
        int format = frame.format();
        int sampleCount = frame.nb_samples();
        boolean isPlanar = av_sample_fmt_is_planar(format) != 0;
        if (!isPlanar) {
            return readPlane(
                    frame.extended_data(0), format, channels, 0, channelCount, sampleCount);
        }
        for (int channel = 0; channel < channelCount; channel++) {
            BytePointer plane = frame.extended_data(channel);
            if (!readPlane(plane, format, channels, channel, 1, sampleCount)) {
                return false;
            }
        }
        return true;
    }

    /** Reads one plane that holds {@code count} interleaved channels from {@code first} on. */
    private boolean readPlane(
            BytePointer plane, int format, float[][] channels, int first, int count, int samples) {
        int total = count * samples;
        switch (format) {
            case AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP -> {
                FloatPointer source = new FloatPointer(plane);
                if (count == 1) {
                    source.get(channels[first], 0, samples);
                    return true;
                }
                floats = floats.length < total ? new float[total] : floats;
                source.get(floats, 0, total);
                for (int c = 0; c < count; c++) {
                    float[] target = channels[first + c];
                    for (int i = 0, from = c; i < samples; i++, from += count) {
                        target[i] = floats[from];
                    }
                }
            }
            case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P -> {
                shorts = shorts.length < total ? new short[total] : shorts;
                new ShortPointer(plane).get(shorts, 0, total);
                for (int c = 0; c < count; c++) {
                    float[] target = channels[first + c];
                    for (int i = 0, from = c; i < samples; i++, from += count) {
                        target[i] = shorts[from] * S16_SCALE;
                    }
                }
            }
            case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P -> {
                ints = ints.length < total ? new int[total] : ints;
                new IntPointer(plane).get(ints, 0, total);
                for (int c = 0; c < count; c++) {
                    float[] target = channels[first + c];
                    for (int i = 0, from = c; i < samples; i++, from += count) {
                        target[i] = (float) (ints[from] * S32_SCALE);
                    }
                }
            }
            case AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP -> {
                doubles = doubles.length < total ? new double[total] : doubles;
                new DoublePointer(plane).get(doubles, 0, total);
                for (int c = 0; c < count; c++) {
                    float[] target = channels[first + c];
                    for (int i = 0, from = c; i < samples; i++, from += count) {
                        target[i] = (float) doubles[from];
                    }
                }
            }
            case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P -> {
                bytes = bytes.length < total ? new byte[total] : bytes;
                plane.get(bytes, 0, total);
                for (int c = 0; c < count; c++) {
                    float[] target = channels[first + c];
                    for (int i = 0, from = c; i < samples; i++, from += count) {
                        target[i] = (Byte.toUnsignedInt(bytes[from]) - (1 << 7)) * U8_SCALE;
                    }
                }
            }
            case AV_SAMPLE_FMT_S64, AV_SAMPLE_FMT_S64P -> {
                longs = longs.length < total ? new long[total] : longs;
                new LongPointer(plane).get(longs, 0, total);
                for (int c = 0; c < count; c++) {
                    float[] target = channels[first + c];
                    for (int i = 0, from = c; i < samples; i++, from += count) {
                        target[i] = (float) (longs[from] * S64_SCALE);
                    }
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
