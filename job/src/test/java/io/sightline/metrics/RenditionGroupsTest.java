package io.sightline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.testing.MetricBook;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.junit.jupiter.api.Test;

/** Groups of renditions that come and go, in Flink's own groups. */
class RenditionGroupsTest {

    private static final StreamId NEWS = new StreamId("news");
    private static final RenditionId HIGH = new RenditionId("1080p");
    private static final RenditionId LOW = new RenditionId("360p");

    private final MetricBook book = new MetricBook();
    private final MetricGroup parent = SightlineMetrics.of(book.operator());
    private final RenditionGroups groups = new RenditionGroups(parent, MetricDetail.RENDITIONS);

    private static Consumer<MetricGroup> showing(int value) {
        Gauge<Integer> gauge = () -> value;
        return group -> group.gauge("state", gauge);
    }

    @Test
    void labelsAreStreamAndRendition() {
        groups.open(NEWS, HIGH, showing(1));
        groups.open(NEWS, LOW, showing(2));

        assertThat(book.names("stream"))
                .containsExactly(
                        "stream.rendition.state{rendition=1080p, stream=news}",
                        "stream.rendition.state{rendition=360p, stream=news}");
        assertThat(book.value("stream.rendition.state{rendition=360p, stream=news}")).isEqualTo(2);
    }

    @Test
    void takesAwayTheMetricsOfOneRenditionAlone() {
        groups.open(NEWS, HIGH, showing(1));
        groups.open(NEWS, LOW, showing(2));

        groups.close(NEWS, HIGH);
        assertThat(book.names("stream"))
                .containsExactly("stream.rendition.state{rendition=360p, stream=news}");
        groups.close(NEWS, LOW);
        assertThat(book.names("stream")).isEmpty();
        groups.close(NEWS, LOW);

        groups.open(NEWS, HIGH, showing(3));
        assertThat(book.value("stream.rendition.state{rendition=1080p, stream=news}"))
                .as("added again")
                .isEqualTo(3);
    }

    @Test
    void registersNothingWhereDetailWasNotAskedFor() {
        RenditionGroups none = new RenditionGroups(parent, MetricDetail.SUBTASKS);
        none.open(NEWS, HIGH, showing(1));
        none.close(NEWS, HIGH);

        assertThat(book.names("")).isEmpty();
    }

    @Test
    void streamsThatComeAndGoDoNotPileUp() throws Exception {
        groups.open(NEWS, HIGH, showing(7));
        for (int i = 0; i < 10 * RenditionGroups.FEW; i++) {
            StreamId passing = new StreamId("passing-" + i);
            groups.open(passing, HIGH, showing(i));
            groups.close(passing, HIGH);
        }

        assertThat(book.names("stream"))
                .containsExactly("stream.rendition.state{rendition=1080p, stream=news}");
        assertThat(book.value("stream.rendition.state{rendition=1080p, stream=news}")).isEqualTo(7);
        assertThat(groupsIn(parent.addGroup("stream")))
                .hasSizeLessThanOrEqualTo(RenditionGroups.FEW + 2);
    }

    /** Flink does not say what a group holds. */
    private static Map<?, ?> groupsIn(MetricGroup group) throws ReflectiveOperationException {
        Field groups = AbstractMetricGroup.class.getDeclaredField("groups");
        groups.setAccessible(true);
        return (Map<?, ?>) groups.get(group);
    }
}
