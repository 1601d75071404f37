package io.sightline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.table.Alert;
import io.sightline.testing.SampleRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class LocalSinkTest {

    @Test
    void dropsRowsOnceTheChannelIsClosed() throws Exception {
        RecordingListener listener = new RecordingListener();
        LocalChannel channel = LocalChannel.open(listener);
        try (SinkWriter<Alert> writer = travelledWriter(channel, RowListener::onAlert)) {
            write(writer, SampleRows.alert(1));
            channel.close();
            write(writer, SampleRows.alert(2));
        }

        assertThat(listener.alerts).containsExactly(SampleRows.alert(1));
    }

    @Test
    void tellsABrokenListenerNoMoreAndGoesOn() throws Exception {
        List<Alert> offered = new ArrayList<>();
        RecordingListener listener = new RecordingListener();
        LocalSink.Delivery<Alert> breaking =
                (to, alert) -> {
                    to.onAlert(alert);
                    throw new IllegalStateException("terminal closed");
                };
        try (LocalChannel channel = LocalChannel.open(listener);
                SinkWriter<Alert> writer = travelledWriter(channel, breaking)) {
            for (int n = 1; n <= 3; n++) {
                offered.add(SampleRows.alert(n));
                write(writer, SampleRows.alert(n));
            }
        }

        assertThat(listener.alerts).containsExactly(offered.get(0));
    }

    private static SinkWriter<Alert> travelledWriter(
            LocalChannel channel, LocalSink.Delivery<Alert> delivery) throws Exception {
        LocalSink<Alert> sink = InstantiationUtil.clone(new LocalSink<>(channel.id(), delivery));
        return sink.createWriter(null);
    }

    private static void write(SinkWriter<Alert> writer, Alert alert) throws Exception {
        writer.write(alert, null);
    }
}
