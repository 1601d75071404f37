package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_SEEKABLE_NORMAL;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import io.sightline.media.ByteSource;
import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import io.sightline.media.MediaInput;
import io.sightline.media.NativeLedger;
import io.sightline.media.ReadControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * One open format context with the callbacks and buffers that belong to it.
 *
 * <p>Thread: the reading one. Ownership: the opener closes it.
 */
final class NativeInput implements AutoCloseable, InputCallbacks.Target {

    private static final int READ_BUFFER_BYTES = 32 * 1024;

    /** Enough for the first key picture of any broadcast; a missing track ends probing here. */
    private static final String PROBE_BYTES = "5000000";

    private static final String PROBE_MICROS = "5000000";

    private final ReadControl control;
    private final @Nullable ByteSource bytes;
    private final @Nullable TappedProtocol tapped; // owned, closed in close()
    private final String shown;
    private final Pointer opaque; // registered, removed in close()
    private AVFormatContext format; // owned
    private @Nullable AVIOContext customIo; // owned, null for a location
    private @Nullable Exception javaFailure; // what a callback could not throw through C
    private boolean isClosed;

    private NativeInput(MediaInput input, InputAccess access, ReadControl control) {
        this.control = control;
        this.bytes = input instanceof MediaInput.Bytes source ? source.bytes() : null;
        this.tapped =
                input instanceof MediaInput.Location location && location.tap() != null
                        ? new TappedProtocol(location.tap())
                        : null;
        this.shown = access.shown();
        this.opaque = InputCallbacks.add(this);
        this.format = avformat_alloc_context();
        NativeLedger.opened();
        format.interrupt_callback().callback(InputCallbacks.INTERRUPT).opaque(opaque);
    }

    static NativeInput open(MediaInput input, ReadControl control) throws MediaException {
        FfmpegLibrary.load();
        InputAccess access = InputAccess.of(input);
        NativeInput opened = new NativeInput(input, access, control);
        try {
            opened.start(input, access);
        } catch (MediaException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    private void start(MediaInput input, InputAccess access) throws MediaException {
        checkAbort("open");
        if (bytes != null) {
            readThroughCallbacks(/* seek= */ null);
        }
        Map<String, String> own =
                input instanceof MediaInput.Location location ? location.options() : Map.of();
        AVDictionary options = new AVDictionary(null);
        try {
            access.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
            own.forEach((key, value) -> av_dict_set(options, key, value, 0));
            av_dict_set(options, "protocol_whitelist", access.protocols(), 0);
            if (tapped != null) {
                connect(tapped, access, options);
            }
            av_dict_set(options, "format_whitelist", access.containers(), 0);
            av_dict_set(options, "probesize", PROBE_BYTES, 0);
            av_dict_set(options, "analyzeduration", PROBE_MICROS, 0);
            // A guess, for which the end of the file is read, and tracks of then are taken for now.
            av_dict_set(options, "skip_estimate_duration_from_pts", "1", 0);
            // Wrapping is undone by TimestampUnwrapper, which needs what the container says.
            av_dict_set(options, "correct_ts_overflow", "0", 0);
            int code = avformat_open_input(format, access.url(), null, options);
            if (code < 0) {
                throw openFailure(code);
            }
            checkUnknown(own, options);
            control.reached();
        } finally {
            av_dict_free(options);
        }
        int code = findStreams();
        if (code < 0) {
            throw openFailure(code);
        }
    }

    private void connect(TappedProtocol protocol, InputAccess access, AVDictionary options)
            throws MediaException {
        int code = protocol.open(access.url(), format.interrupt_callback(), options);
        if (code < 0) {
            throw openFailure(code);
        }
        readThroughCallbacks(protocol.isSeekable() ? InputCallbacks.SEEK : null);
    }

    private void readThroughCallbacks(@Nullable Seek_Pointer_long_int seek) {
        Pointer buffer = av_malloc(READ_BUFFER_BYTES);
        customIo =
                avio_alloc_context(
                        new BytePointer(buffer),
                        READ_BUFFER_BYTES,
                        /* write_flag= */ 0,
                        opaque,
                        InputCallbacks.READ,
                        (Write_packet_Pointer_BytePointer_int) null,
                        seek);
        customIo.seekable(seek == null ? 0 : AVIO_SEEKABLE_NORMAL);
        format.pb(customIo);
    }

    /** The library decodes to find out what a stream is: within the limits of our own decoders. */
    private int findStreams() {
        int count = format.nb_streams();
        try (PointerPointer<AVDictionary> options = new PointerPointer<>(count + 1L)) {
            for (int i = 0; i < count; i++) {
                AVDictionary each = new AVDictionary(null);
                av_dict_set(
                        each, "max_pixels", Long.toString(DecoderLimits.DEFAULT.maxPixels()), 0);
                options.put(i, each);
            }
            int code = avformat_find_stream_info(format, options);
            for (int i = 0; i < count; i++) {
                AVDictionary left = options.get(AVDictionary.class, i);
                if (left != null) { // or all of it was understood
                    av_dict_free(left);
                }
            }
            return code;
        }
    }

    AVFormatContext format() {
        return format;
    }

    String shown() {
        return shown;
    }

    /** Reads one packet of any track; false at the end. */
    boolean read(AVPacket packet) throws MediaException {
        while (true) {
            checkAbort("read");
            int code = av_read_frame(format, packet);
            if (code >= 0) {
                return true;
            }
            if (code == AVERROR_EAGAIN()) {
                Thread.onSpinWait();
                continue;
            }
            if (code == AVERROR_EOF && pendingIoError() == 0 && javaFailure == null) {
                return false;
            }
            throw readFailure(code == AVERROR_EOF ? pendingIoError() : code);
        }
    }

    @Override
    public boolean shouldAbort() {
        return control.shouldAbort();
    }

    @Override
    public int read(ByteBuffer target) {
        if (control.shouldAbort()) {
            return AVERROR_EXIT;
        }
        try {
            if (tapped != null) {
                return tapped.read(target);
            }
            int count = bytes == null ? -1 : bytes.read(target);
            if (count == 0 || count > target.capacity()) {
                throw new IOException("the source claims to have read " + count + " bytes");
            }
            return count < 0 ? AVERROR_EOF : count;
        } catch (IOException e) {
            javaFailure = e;
            return AVERROR_EIO();
        } catch (RuntimeException e) {
            javaFailure = e;
            return AVERROR_EXTERNAL;
        }
    }

    @Override
    public long seek(long offset, int whence) {
        return tapped == null ? AVERROR_EIO() : tapped.seek(offset, whence);
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        // Also right after a failed open, which leaves a null pointer here.
        avformat_close_input(format);
        if (customIo != null) {
            av_free(customIo.buffer()); // may have been replaced by a larger one
            avio_context_free(customIo);
        }
        if (tapped != null) {
            tapped.close();
        }
        InputCallbacks.remove(opaque);
        NativeLedger.closed();
    }

    /** Some demuxers report a failed read as the end of the file. */
    private int pendingIoError() {
        AVIOContext io = format.pb();
        int error = io == null ? 0 : io.error();
        return error == AVERROR_EOF ? 0 : error;
    }

    private void checkAbort(String doing) throws MediaException {
        if (control.shouldAbort()) {
            throw aborted(doing);
        }
    }

    private MediaException aborted(String doing) {
        return control.isCancelled()
                ? new MediaException(
                        Reason.CANCELLED,
                        "Cannot %s '%s': the reader was told to stop.".formatted(doing, shown))
                : new MediaException(
                        Reason.TIMEOUT,
                        "Cannot %s '%s': nothing usable came within the time allowed."
                                .formatted(doing, shown));
    }

    private MediaException openFailure(int code) {
        FfmpegErrors.requireMemory(code);
        if (control.shouldAbort()) {
            return aborted("open");
        }
        if (javaFailure != null) {
            return javaFailure("open");
        }
        Reason reason = FfmpegErrors.reasonOfOpenFailure(code);
        String found =
                reason == Reason.NOT_MEDIA
                        ? "what is there is not media in a container that is read here, or not all of it"
                        : "the media library says";
        return new MediaException(
                reason,
                "Cannot open '%s': %s: %s.".formatted(shown, found, FfmpegErrors.describe(code)));
    }

    private MediaException readFailure(int code) {
        FfmpegErrors.requireMemory(code);
        if (control.shouldAbort()) {
            return aborted("read");
        }
        if (javaFailure != null) {
            return javaFailure("read");
        }
        return new MediaException(
                Reason.READ_FAILED,
                "Cannot read on in '%s': %s.".formatted(shown, FfmpegErrors.describe(code)));
    }

    private MediaException javaFailure(String doing) {
        return new MediaException(
                Reason.READ_FAILED,
                "Cannot %s '%s': %s.".formatted(doing, shown, javaFailure.getMessage()),
                javaFailure);
    }

    /** What the library did not consume of the input's own options is a mistake of its owner. */
    private void checkUnknown(Map<String, String> own, AVDictionary left) throws MediaException {
        AVDictionaryEntry entry = av_dict_iterate(left, null);
        while (entry != null && !entry.isNull()) {
            String key = entry.key().getString();
            if (own.containsKey(key)) {
                throw new MediaException(
                        Reason.UNSUPPORTED,
                        "Cannot open '%s': the option '%s' is not known for this kind of input."
                                .formatted(shown, key));
            }
            entry = av_dict_iterate(left, entry);
        }
    }
}
