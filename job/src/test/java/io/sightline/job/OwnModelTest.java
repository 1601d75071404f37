package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detect.DetectorCatalog;
import io.sightline.flow.StreamState;
import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSettings;
import io.sightline.policy.Policy;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RecordingListener;
import io.sightline.sink.TableSinks;
import io.sightline.table.Alert;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/how-to/bring-your-own-model.md, run as it stands there. */
class OwnModelTest {

    private static final List<Integer> ONE = List.of(1, 1);

    @TempDir private Path folder;

    /** The mean of the picture. */
    private static byte[] mean() {
        return picture().node("ReduceMean", "luma", "score", wholePicture()).bytes();
    }

    /** The root of a little less than the square of the mean: no number for a black picture. */
    private static byte[] failing() {
        return picture()
                .constant("little", ONE, -1e-8f)
                .node("ReduceMean", "luma", "mean", wholePicture())
                .node("Mul", List.of("mean", "mean"), "square")
                .node("Add", List.of("square", "little"), "less")
                .node("Sqrt", "less", "score")
                .bytes();
    }

    private static TinyOnnx picture() {
        return TinyOnnx.of("luma", List.of(1, 1, 8, 8), "score", ONE);
    }

    private static TinyOnnx.Attribute[] wholePicture() {
        return new TinyOnnx.Attribute[] {
            TinyOnnx.Attribute.list("axes", 2, 3), TinyOnnx.Attribute.one("keepdims", 0)
        };
    }

    @Test
    void theExampleIsMeasuredJudgedAndNamed() throws Exception {
        ModelSettings models = installed(mean(), page("yaml", 0));
        RecordingListener rows = run(models);

        assertThat(catalog(models).loadModels(List.of())).isEmpty();
        assertThat(rows.measurements)
                .filteredOn(row -> row.values().containsKey("studio_luma_mean"))
                .hasSizeGreaterThan(8);
        assertThat(rows.measurements.get(5).values())
                .containsEntry("studio_luma_mean", 0.0)
                .containsEntry("luma_mean_looks", 2.0);
        assertThat(rows.measurements.get(5).provenance().modelSha256())
                .containsEntry("studio.dim", sha256(mean()));
        Alert opened =
                rows.alerts.stream()
                        .filter(alert -> alert.defect().equals("studio.dim"))
                        .findFirst()
                        .orElseThrow();
        assertThat(opened.event()).isEqualTo(Alert.Event.OPENED);
        assertThat(opened.modelSha256()).isEqualTo(sha256(mean()));
        assertThat(opened.detectorVersion()).isEqualTo(1);
    }

    @Test
    void itLooksAsOftenAsThePolicySays() throws Exception {
        ModelSettings models = installed(mean(), page("yaml", 0));
        String often = page("yaml", 1).replaceFirst("(?m)^( *)metric:", "$1looks: {usual: 5}\n$0");

        assertThat(run(models, often).measurements.get(5).values())
                .containsEntry("luma_mean_looks", 5.0);
    }

    @Test
    void aSlowOneLooksAtAllOfARecording() throws Exception {
        String slow = page("yaml", 0).replaceFirst("budget: 20ms", "budget: 0.001ms");

        assertThat(run(installed(mean(), slow)).measurements)
                .hasSizeGreaterThan(8)
                .extracting(row -> row.values().get("luma_mean_looks"))
                .containsOnly(2.0);
    }

    @Test
    void oneThatFailsWhileItRunsIsSwitchedOffAndNothingElse() throws Exception {
        ModelSettings models =
                installed(failing(), page("yaml", 0).replaceFirst("(?s)self-test.*", ""));
        RecordingListener rows = run(models);

        assertThat(rows.states)
                .filteredOn(row -> row.state() == StreamState.LIVE)
                .extracting(StreamStateRow::reason)
                .anySatisfy(
                        reason ->
                                assertThat(reason)
                                        .contains("detector 'studio.dim' (version 1) failed")
                                        .contains("model 'luma-mean' failed 5 times in a row"));
        assertThat(rows.alerts)
                .extracting(Alert::defect)
                .contains("watch.detector", "video.black")
                .doesNotContain("studio.dim");
    }

    @Test
    void oneThatIsNotTheDescribedFileIsSaidAtTheStart() throws Exception {
        byte[] never = picture().constant("never", ONE, 1).bytes(); // so none has opened it
        ModelSettings models = installed(never, page("yaml", 0));
        Files.write(folder.resolve("luma-mean/model.onnx"), mean());

        assertThat(catalog(models).loadModels(List.of("studio.dim")))
                .singleElement()
                .asString()
                .startsWith("Cannot use model 'luma-mean' of luma-mean: its file has the SHA-256 ");
        assertThat(catalog(models).loadModels(List.of("video.black"))).isEmpty();
    }

    @Test
    void oneThatIsMissingOnTheMachineOfATaskSilencesNothing() throws Exception {
        ModelSettings models =
                ModelSettings.of(
                        List.of(folder.resolve("not-here").toString()), ModelProcessor.CPU);

        assertThat(run(models).alerts).extracting(Alert::defect).contains("video.black");
        assertThat(catalog(models).loadModels(List.of("video.black")))
                .singleElement()
                .asString()
                .contains("not-here");
    }

    private ModelSettings installed(byte[] model, String description) throws Exception {
        Path own = Files.createDirectories(folder.resolve("luma-mean"));
        Files.write(own.resolve("model.onnx"), model);
        Files.writeString(
                own.resolve("model.yaml"), description.replaceFirst("SHA256", sha256(model)));
        return ModelSettings.of(List.of(own.toString()), ModelProcessor.CPU);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static DetectorCatalog catalog(ModelSettings models) {
        return DetectorCatalog.load(OwnModelTest.class.getClassLoader(), models);
    }

    private RecordingListener run(ModelSettings models) throws Exception {
        return run(models, page("yaml", 1));
    }

    private RecordingListener run(ModelSettings models, String rules) throws Exception {
        Policy policy = PolicyFile.parse("studio.yaml", rules);
        Path clip = folder.resolve("clip.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(10))
                .withSize(160, 120, 25)
                .with(PlantedDefect.Kind.BLACK, Duration.ofSeconds(4), Duration.ofSeconds(9))
                .write(clip, Packaging.MP4);
        WholeTopology job =
                WholeTopology.over(clip, 1, EmbeddedConfiguration.common(), policy, models);
        RecordingListener rows = new RecordingListener();
        try (LocalChannel channel = LocalChannel.open(rows)) {
            MonitorTopology.showTo(job.tables, TableSinks.of(channel));
            job.env.execute();
        }
        return rows;
    }

    /** A block of the page in a language, from the first. */
    private static String page(String language, int number) throws IOException {
        Path page =
                Path.of(
                        System.getProperty("sightline.root"),
                        "docs/how-to/bring-your-own-model.md");
        Matcher blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(page));
        return blocks.results().skip(number).findFirst().orElseThrow().group(1);
    }
}
