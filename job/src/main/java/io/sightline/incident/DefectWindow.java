package io.sightline.incident;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.types.StringValue;

/**
 * The window of one defect on one rendition, within the key of its stream. It has no end of its
 * own: the trigger purges it when the incident has cleared.
 */
public final class DefectWindow extends Window {

    private final RenditionId rendition;
    private final DefectId defect;

    DefectWindow(RenditionId rendition, DefectId defect) {
        this.rendition = rendition;
        this.defect = defect;
    }

    RenditionId rendition() {
        return rendition;
    }

    DefectId defect() {
        return defect;
    }

    /** For ever: no clean-up timer, and nothing is ever late. */
    @Override
    public long maxTimestamp() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DefectWindow window
                && rendition.equals(window.rendition)
                && defect.equals(window.defect);
    }

    @Override
    public int hashCode() {
        return 31 * rendition.hashCode() + defect.hashCode();
    }

    @Override
    public String toString() {
        return rendition + "/" + defect;
    }

    /** Version 1: rendition, defect, as Flink writes strings. Part of state keys: never changes. */
    public static final class Serializer extends VersionedSerializer<DefectWindow> {

        static final Serializer INSTANCE = new Serializer();

        private static final long serialVersionUID = 1L;

        @Override
        int version() {
            return 1;
        }

        @Override
        String name() {
            return "windows of defects";
        }

        @Override
        void write(DefectWindow window, DataOutputView out) throws IOException {
            StringValue.writeString(window.rendition.value(), out);
            StringValue.writeString(window.defect.value(), out);
        }

        @Override
        DefectWindow read(int version, DataInputView in) throws IOException {
            return new DefectWindow(
                    new RenditionId(StringValue.readString(in)),
                    new DefectId(StringValue.readString(in)));
        }

        @Override
        public DefectWindow createInstance() {
            return new DefectWindow(RenditionId.MAIN, DefectId.VIDEO_BLACK);
        }

        @Override
        public TypeSerializerSnapshot<DefectWindow> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Names the serializer in savepoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DefectWindow> {
        public Snapshot() {
            super(() -> Serializer.INSTANCE);
        }
    }
}
