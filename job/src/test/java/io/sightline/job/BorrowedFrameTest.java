package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detector.api.VideoDetector;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RowListener;
import io.sightline.sink.TableSinks;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BorrowedFrameTest {

    private static final byte POISON = (byte) 0xDB;

    @TempDir private Path folder;

    @Test
    void aPlugInThatKeepsAFrameIsCaughtAndSwitchedOffAndTheOthersGoOn() throws Exception {
        Path clip = folder.resolve("clip.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(3))
                .withSize(160, 120, 25)
                .write(clip, Packaging.MP4);
        WholeTopology job = WholeTopology.over(clip, 1, withPlugIn());
        Rows rows = new Rows();
        try (LocalChannel channel = LocalChannel.open(rows)) {
            MonitorTopology.showTo(job.tables, TableSinks.of(channel));
            job.env.execute();
        }

        assertThat(FrameKeeper.PIXELS_AFTER).containsExactly(POISON);
        assertThat(FrameKeeper.REFUSALS)
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("was kept longer than the call that received it");
        assertThat(rows.measurements).extracting(Measurement::frames).startsWith(25, 25, 25);
    }

    /** The user's class path brings the plug-in, as a jar in {@code usrlib} would. */
    private Configuration withPlugIn() throws Exception {
        Path services = Files.createDirectories(folder.resolve("plug-in/META-INF/services"));
        Files.writeString(
                services.resolve(VideoDetector.class.getName()), FrameKeeper.class.getName());
        Configuration configuration = EmbeddedConfiguration.common();
        configuration.set(
                PipelineOptions.CLASSPATHS,
                List.of(folder.resolve("plug-in").toUri().toURL().toString()));
        return configuration;
    }

    private static final class Rows implements RowListener {

        private final List<Measurement> measurements = new CopyOnWriteArrayList<>();

        @Override
        public void onAlert(Alert alert) {
            // Nothing is wrong with the clip.
        }

        @Override
        public void onMeasurement(Measurement measurement) {
            measurements.add(measurement);
        }

        @Override
        public void onStreamState(StreamStateRow state) {
            // Not what is tested.
        }
    }
}
