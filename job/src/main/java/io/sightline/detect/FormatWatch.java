package io.sightline.detect;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.VideoFrame;
import io.sightline.flow.Expected;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Notices when pictures or sound come in another format than before, and compares both with what
 * the registry expects. What counts is what is decoded: transport streams change without announcing
 * it. A track that appears late or vanishes is no change of format. Thread: the task's.
 */
final class FormatWatch {

    /** Uneven picture rates are no change: so many pictures on end must last equally long. */
    private static final int STEADY_PICTURES = 50;

    /** Between 29.97 and 30 there is no difference to see; between 24 and 25 there is. */
    private static final double RATE_TOLERANCE = 0.02;

    private final Expected expected;
    private final boolean expectsAnything;

    private String videoCodec = ""; // empty until known, here and below
    private String audioCodec = "";
    private int width;
    private int height;
    private int bitDepth;
    private long steadyMicros; // how long a picture lasts
    private long candidateMicros;
    private int candidatePictures;
    private int sampleRateHz;
    private int channels;
    private boolean videoCodecChanged; // to be told with the next picture
    private boolean audioCodecChanged; // to be told with the next block

    FormatWatch(Expected expected) {
        this.expected = expected;
        this.expectsAnything = !expected.equals(Expected.ofAudio(expected.audio()));
    }

    /** Decoders were opened; a codec is empty where there is no such track. */
    void onTracks(String video, String audio) {
        videoCodecChanged |= differs(videoCodec, video);
        audioCodecChanged |= differs(audioCodec, audio);
        videoCodec = video.isEmpty() ? videoCodec : video;
        audioCodec = audio.isEmpty() ? audioCodec : audio;
    }

    private static boolean differs(String before, String now) {
        return !before.isEmpty() && !now.isEmpty() && !family(now).equals(family(before));
    }

    /** Transport streams do not say which layer of MPEG audio it is: it is found out later. */
    private static String family(String codec) {
        return codec.matches("mp[123]") ? "mpeg audio" : codec;
    }

    void onPicture(VideoFrame frame, MeasurementSink out) {
        boolean isSame =
                frame.width() == width
                        && frame.height() == height
                        && frame.lumaFormat().bitDepth() == bitDepth;
        boolean changed = videoCodecChanged || (width > 0 && !isSame);
        changed |= changesRate(frame.durationMicros());
        videoCodecChanged = false;
        width = frame.width();
        height = frame.height();
        bitDepth = frame.lumaFormat().bitDepth();
        out.measure(SourceMetrics.VIDEO_FORMAT_CHANGES, changed ? 1 : 0);
        if (expectsAnything) {
            out.measure(SourceMetrics.FORMAT_MISMATCH, mismatches());
        }
    }

    void onSound(AudioBlock block, MeasurementSink out) {
        boolean isSame =
                block.sampleRateHz() == sampleRateHz && block.channels().size() == channels;
        boolean changed = audioCodecChanged || (sampleRateHz > 0 && !isSame);
        audioCodecChanged = false;
        sampleRateHz = block.sampleRateHz();
        channels = block.channels().size();
        out.measure(SourceMetrics.AUDIO_FORMAT_CHANGES, changed ? 1 : 0);
        if (expectsAnything && width == 0) { // else it is judged by the times of pictures
            out.measure(SourceMetrics.FORMAT_MISMATCH, mismatches());
        }
    }

    private boolean changesRate(long micros) {
        if (isNear(micros, steadyMicros)) {
            candidatePictures = 0;
            return false;
        } else if (candidatePictures == 0 || !isNear(micros, candidateMicros)) {
            candidateMicros = micros;
            candidatePictures = 0;
        }
        candidatePictures++;
        if (candidatePictures < STEADY_PICTURES) {
            return false;
        }
        boolean changed = steadyMicros > 0;
        steadyMicros = candidateMicros;
        candidatePictures = 0;
        return changed;
    }

    private static boolean isNear(long micros, long otherMicros) {
        return Math.abs(micros - otherMicros) <= RATE_TOLERANCE * otherMicros;
    }

    /** How many of the properties that are known and expected differ. */
    private int mismatches() {
        return isOther(expected.videoCodec(), videoCodec)
                + isOther(expected.width(), width)
                + isOther(expected.height(), height)
                + isOtherRate(expected.framesPerSecond())
                + isOther(expected.audioCodec(), audioCodec)
                + isOther(expected.channels(), channels);
    }

    private static int isOther(@Nullable String wanted, String found) {
        return wanted == null || found.isEmpty() || wanted.equals(found) ? 0 : 1;
    }

    private static int isOther(@Nullable Integer wanted, int found) {
        return wanted == null || found == 0 || wanted == found ? 0 : 1;
    }

    private int isOtherRate(@Nullable Double wanted) {
        return wanted == null
                        || steadyMicros == 0
                        || isNear(steadyMicros, Math.round(1_000_000 / wanted))
                ? 0
                : 1;
    }

    /** Version 1 of the analysis: the fields in order. */
    void save(DataOutput out) throws IOException {
        out.writeUTF(videoCodec);
        out.writeUTF(audioCodec);
        out.writeInt(width);
        out.writeInt(height);
        out.writeInt(bitDepth);
        out.writeLong(steadyMicros);
        out.writeLong(candidateMicros);
        out.writeInt(candidatePictures);
        out.writeInt(sampleRateHz);
        out.writeInt(channels);
        out.writeBoolean(videoCodecChanged);
        out.writeBoolean(audioCodecChanged);
    }

    void restore(DataInput in) throws IOException {
        videoCodec = in.readUTF();
        audioCodec = in.readUTF();
        width = in.readInt();
        height = in.readInt();
        bitDepth = in.readInt();
        steadyMicros = in.readLong();
        candidateMicros = in.readLong();
        candidatePictures = in.readInt();
        sampleRateHz = in.readInt();
        channels = in.readInt();
        videoCodecChanged = in.readBoolean();
        audioCodecChanged = in.readBoolean();
    }
}
