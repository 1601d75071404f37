package io.sightline.detect;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Throws what it is told to with each picture. */
final class FailingDetector extends SumDetector {
    private final @Nullable Class<? extends Throwable> failure;
    private final int version;
    int calls;

    FailingDetector(Class<? extends Throwable> failure) {
        this(failure, 1);
    }

    FailingDetector(@Nullable Class<? extends Throwable> failure, int version) {
        this.failure = failure;
        this.version = version;
    }

    @Override
    public String id() {
        return "video.failing";
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public List<Metric> metrics() {
        return List.of();
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        calls++;
        if (failure != null) {
            FailingDetector.<RuntimeException>raise(failure);
        }
    }

    @SuppressWarnings("unchecked") // it throws what nobody declares
    private static <T extends Throwable> void raise(Class<? extends Throwable> kind) throws T {
        try {
            throw (T) kind.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
