package io.sightline.incident;

import io.sightline.flow.Verdict;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;

/** Gives each verdict the window of its rendition and defect. Knows no time at all. */
final class DefectWindows extends WindowAssigner<Verdict, DefectWindow> {

    private static final long serialVersionUID = 1L;

    @Override
    public Collection<DefectWindow> assignWindows(
            Verdict verdict, long timestamp, WindowAssignerContext context) {
        return List.of(new DefectWindow(verdict.origin().rendition(), verdict.rule().defect()));
    }

    @Override
    public Trigger<Verdict, DefectWindow> getDefaultTrigger() {
        return new DebounceTrigger();
    }

    @Override
    public TypeSerializer<DefectWindow> getWindowSerializer(ExecutionConfig executionConfig) {
        return DefectWindow.Serializer.INSTANCE;
    }

    /** Event time in Flink's sense is watermarks; there are none here. */
    @Override
    public boolean isEventTime() {
        return false;
    }

    @Override
    public String toString() {
        return "DefectWindows()";
    }
}
