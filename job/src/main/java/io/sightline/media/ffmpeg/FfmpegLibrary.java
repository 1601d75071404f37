package io.sightline.media.ffmpeg;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** Loads the native libraries, once for the process, and silences their own log. */
final class FfmpegLibrary {

    /** One plane of {@link DecoderLimits#DEFAULT} pixels, eight bytes each. */
    private static final long LARGEST_ALLOCATION_BYTES = 1L << 29;

    static {
        Loader.load(avutil.class);
        Loader.load(swscale.class);
        Loader.load(avcodec.class);
        Loader.load(avformat.class);
        // Headers may claim any size: what none of our pictures needs is not even asked for.
        avutil.av_max_alloc(LARGEST_ALLOCATION_BYTES);
        // What matters comes back as return codes and flags; the library prints per packet.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        avformat.avformat_network_init();
    }

    private FfmpegLibrary() {}

    /** Returns when the libraries are loaded. Any thread. */
    static void load() {
        // The static initialiser did it.
    }
}
