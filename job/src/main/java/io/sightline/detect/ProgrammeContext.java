package io.sightline.detect;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.VideoFrame;
import io.sightline.flow.Expected;
import io.sightline.flow.StreamEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What comes with pictures and sound and is neither: captions and splices. Thread: the task's. */
final class ProgrammeContext {

    private final CaptionWatch captions;
    private final SpliceTimes splices = new SpliceTimes();

    ProgrammeContext(Expected expected) {
        captions = new CaptionWatch(expected.captions());
    }

    /** The source found something among the media. */
    void onMeasured(StreamEvent.Measured measured) {
        if (measured.metric().equals(SourceMetrics.SCTE35_SPLICES)) {
            splices.add(measured.presentationTimeMicros());
        } else if (measured.metric().equals(SourceMetrics.TS_CAPTION_PACKETS)
                && measured.value() > 0) {
            captions.seen(measured.presentationTimeMicros());
        }
    }

    void onPicture(VideoFrame frame, MeasurementSink out) {
        captions.onPicture(frame, out);
    }

    void onDiscontinuity() {
        captions.onDiscontinuity();
    }

    SpliceTimes splices() {
        return splices;
    }

    void save(DataOutput out) throws IOException {
        captions.save(out);
        splices.save(out);
    }

    void restore(DataInput in) throws IOException {
        captions.restore(in);
        splices.restore(in);
    }
}
