package io.sightline.detect;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures for how long a stream that has had captions has had none: CEA-608 and CEA-708 in its
 * pictures, DVB subtitles and subtitle pages of teletext beside them. Of a stream that never had
 * any, and is not expected to, nothing is measured. Thread: the task's.
 */
final class CaptionWatch {

    private static final double MICROS_PER_MILLI = 1_000;

    private final boolean isExpected;
    private boolean hasCaptions;
    private long lastMicros = TimeBase.NO_TIME; // the last, or the begin of what is watched

    CaptionWatch(boolean isExpected) {
        this.isExpected = isExpected;
    }

    /** Captions beside the pictures. */
    void seen(long mediaMicros) {
        hasCaptions = true;
        lastMicros = Math.max(lastMicros, mediaMicros);
    }

    void onPicture(VideoFrame frame, MeasurementSink out) {
        long atMicros = frame.presentationTimeMicros();
        if (frame.captionBytes() > 0) {
            seen(atMicros);
        } else if (lastMicros == TimeBase.NO_TIME) {
            lastMicros = atMicros;
        }
        if (hasCaptions || isExpected) {
            long ageMicros = Math.max(0, atMicros - lastMicros);
            out.measure(SourceMetrics.CAPTION_AGE_MS, ageMicros / MICROS_PER_MILLI);
        }
    }

    /** Nobody knows what was in between. */
    void onDiscontinuity() {
        lastMicros = TimeBase.NO_TIME;
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(hasCaptions);
        out.writeLong(lastMicros);
    }

    void restore(DataInput in) throws IOException {
        hasCaptions = in.readBoolean();
        lastMicros = in.readLong();
    }
}
