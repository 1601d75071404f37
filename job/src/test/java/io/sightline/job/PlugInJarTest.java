package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.config.PolicyFile;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detect.PlugInException;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.VideoDetector;
import io.sightline.flow.StreamState;
import io.sightline.policy.Policy;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RecordingListener;
import io.sightline.sink.TableSinks;
import io.sightline.table.Alert;
import io.sightline.table.Column;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import io.sightline.testing.PlugInJar;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/how-to/add-a-detector.md, built as a jar and loaded as one. */
class PlugInJarTest {

    @TempDir private Path folder;

    @Test
    void theExampleIsMeasuredAndOpensAnAlert() throws Exception {
        Path jar = example("studio", page("java"));
        RecordingListener rows = run(jar, PolicyFile.parse("studio.yaml", page("yaml")));

        TableSchema<Measurement> schema = TableSchemas.measurements(catalog(jar).columns());
        assertThat(schema.columnNames()).doesNotContain("studio_brightness");
        assertThat(extra(schema, rows.measurements.get(0)).get("studio_brightness"))
                .isBetween(0.2, 0.8);
        assertThat(rows.alerts)
                .filteredOn(alert -> alert.defect().equals("studio.dim"))
                .extracting(Alert::event)
                .startsWith(Alert.Event.OPENED);
    }

    @Test
    void anExampleThatFailsIsTold() throws Exception {
        String failing =
                page("java")
                        .replace(
                                "smoothed = Double.isNaN(smoothed) ?",
                                """
                                if (frame.presentationTimeMicros() > 3_000_000) {
                                    throw new NoClassDefFoundError("com/example/Lost");
                                }
                                smoothed = Double.isNaN(smoothed) ?\
                                """);
        RecordingListener rows = run(example("failing", failing), PolicyFile.builtIn());

        assertThat(rows.states)
                .filteredOn(row -> row.state() == StreamState.LIVE)
                .extracting(StreamStateRow::reason)
                .contains(
                        "detector 'studio.dim' (version 1) failed and is switched off:"
                                + " java.lang.NoClassDefFoundError: com/example/Lost");
        assertThat(rows.alerts).extracting(Alert::defect).contains("watch.detector", "video.black");
        assertThat(rows.measurements)
                .last()
                .satisfies(row -> assertThat(row.values()).containsEntry("detectors_off", 1.0));
    }

    @Test
    void oneThatCannotBeLoadedIsRefusedAtTheStart() throws Exception {
        String taken = page("java").replace("\"studio.dim\"", "\"video.black\"");
        Path jar = example("taken", taken);
        Path absent =
                PlugInJar.build(
                        folder, "absent", page("java"), VideoDetector.class, "com.example.Absent");

        assertThatThrownBy(() -> catalog(jar))
                .isInstanceOf(PlugInException.class)
                .hasMessage(
                        "Detector 'video.black' of taken.jar cannot be used: another one has this"
                                + " id, a built-in one; remove one of the jars that bring it");
        assertThatThrownBy(() -> catalog(absent))
                .hasMessageStartingWith("A plug-in cannot be loaded: ")
                .hasMessageContaining("com.example.Absent");
        assertThat(DetectorCatalog.find(loader(absent)).ids()).contains("video.black");
    }

    @Test
    void oneThatCannotBeMadeForAStreamIsSwitchedOff() throws Exception {
        String onlyOne =
                page("java")
                        .replace(
                                "    @Override\n    public String id()",
                                """
                                    private static int made;

                                    public DimDetector() {
                                        if (made++ > 1) {
                                            throw new IllegalStateException("one is enough");
                                        }
                                    }

                                    @Override
                                    public String id()\
                                """);
        DetectorCatalog catalog = catalog(example("once", onlyOne));

        List<Detector> first = catalog.create(List.of("studio.dim"));
        List<Detector> second = catalog.create(List.of("studio.dim"));

        assertThat(first.get(0).getClass().getSimpleName()).isEqualTo("DimDetector");
        assertThatThrownBy(() -> ((VideoDetector) second.get(0)).onFrame(null, null))
                .hasMessageContaining("one is enough");
        assertThat(second.get(0).id()).isEqualTo("studio.dim");
        assertThat(catalog.sourceOf(first.get(0))).isEqualTo("once.jar");
    }

    private Path example(String name, String source) throws IOException {
        return PlugInJar.build(folder, name, source, VideoDetector.class, page("text"));
    }

    private static DetectorCatalog catalog(Path jar) throws IOException {
        return DetectorCatalog.load(loader(jar));
    }

    private static ClassLoader loader(Path jar) throws IOException {
        return new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, PlugInJarTest.class.getClassLoader());
    }

    private RecordingListener run(Path jar, Policy policy) throws Exception {
        Path clip = folder.resolve("clip.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(10))
                .withSize(160, 120, 25)
                .with(PlantedDefect.Kind.BLACK, Duration.ofSeconds(4), Duration.ofSeconds(9))
                .write(clip, Packaging.MP4);
        Configuration configuration = EmbeddedConfiguration.common();
        configuration.set(PipelineOptions.CLASSPATHS, List.of(jar.toUri().toURL().toString()));
        WholeTopology job = WholeTopology.over(clip, 1, configuration, policy);
        RecordingListener rows = new RecordingListener();
        try (LocalChannel channel = LocalChannel.open(rows)) {
            MonitorTopology.showTo(job.tables, TableSinks.of(channel));
            job.env.execute();
        }
        return rows;
    }

    @SuppressWarnings("unchecked") // the column's type says so
    private static Map<String, Double> extra(TableSchema<Measurement> schema, Measurement row) {
        Column<Measurement> extra =
                schema.columns().stream()
                        .filter(column -> column.name().equals("extra"))
                        .findAny()
                        .orElseThrow();
        return (Map<String, Double>) extra.value().apply(row);
    }

    /** The first block of the page in a language. */
    private static String page(String language) throws IOException {
        Path page = Path.of(System.getProperty("sightline.root"), "docs/how-to/add-a-detector.md");
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(page));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
