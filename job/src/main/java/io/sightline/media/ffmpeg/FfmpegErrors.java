package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_BUFFER_TOO_SMALL;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PATCHWELCOME;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EACCES;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOENT;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOMEM;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EPERM;

import io.sightline.media.MediaException.Reason;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Pointer;

/** What the library's negative return codes mean. */
final class FfmpegErrors {

    private static final int TEXT_BYTES = 256;
    private static final long MODEST_ALLOCATION_BYTES = 1 << 24;

    private FfmpegErrors() {}

    /** The library's own words for a code, with the code. */
    static String describe(int code) {
        byte[] text = new byte[TEXT_BYTES];
        av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8) + " (" + code + ")";
    }

    /** Why opening failed, when neither a deadline nor a cancellation explains it. */
    static Reason reasonOfOpenFailure(int code) {
        if (code == AVERROR_ENOENT()
                || code == AVERROR_HTTP_NOT_FOUND
                || isConnectionRefused(code)) {
            return Reason.NOT_FOUND;
        }
        if (code == AVERROR_EACCES()
                || code == AVERROR_EPERM()
                || code == AVERROR_HTTP_UNAUTHORIZED
                || code == AVERROR_HTTP_FORBIDDEN) {
            return Reason.REFUSED;
        }
        if (code == AVERROR_INVALIDDATA
                || code == AVERROR_EOF
                || code == AVERROR_DEMUXER_NOT_FOUND
                || code == AVERROR_BUFFER_TOO_SMALL
                || code == AVERROR_EINVAL()) {
            return Reason.NOT_MEDIA;
        }
        if (code == AVERROR_PROTOCOL_NOT_FOUND
                || code == AVERROR_ENOMEM()
                || code == AVERROR_PATCHWELCOME
                || code == AVERROR_DECODER_NOT_FOUND) {
            return Reason.UNSUPPORTED;
        }
        return Reason.READ_FAILED;
    }

    /**
     * Fails the program, not the stream, when native memory is exhausted; not when the stream alone
     * asked for more than one allocation may have.
     */
    static void requireMemory(int code) {
        if (code == AVERROR_ENOMEM() && isExhausted()) {
            throw new OutOfMemoryError("FFmpeg cannot allocate native memory");
        }
    }

    private static boolean isExhausted() {
        Pointer some = av_malloc(MODEST_ALLOCATION_BYTES);
        boolean isExhausted = some == null || some.isNull();
        av_free(some);
        return isExhausted;
    }

    /** Checks a call that only fails when native memory is exhausted or the program is wrong. */
    static void require(int code, String call) {
        requireMemory(code);
        if (code < 0) {
            throw new IllegalStateException(call + " failed: " + describe(code));
        }
    }

    /** The presets lack this one, and its number differs between systems. */
    private static boolean isConnectionRefused(int code) {
        return describe(code).startsWith("Connection refused");
    }
}
