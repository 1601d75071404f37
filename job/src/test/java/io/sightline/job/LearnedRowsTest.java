package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Metric;
import io.sightline.model.InstalledModel;
import io.sightline.model.ModelDescription;
import io.sightline.model.ModelFinder;
import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSettings;
import io.sightline.query.RecordSource;
import io.sightline.query.SqlScript;
import io.sightline.query.TableDefinitions;
import io.sightline.sink.FileDestination;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RecordingListener;
import io.sightline.sink.TableSinks;
import io.sightline.table.Measurement;
import io.sightline.table.TableSchemas;
import io.sightline.testing.TinyOnnx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What learned detectors leave in the record: the same for the same media, and by which model. */
class LearnedRowsTest {

    private static final int SECONDS = 8;

    private static final String DESCRIPTION =
            """
            id: luma-value
            version: %d
            detector: studio.luma
            contract: frame-score/1
            sha256: %s
            inputs:
              - {name: luma, shape: [1, 1, 8, 8]}
            outputs:
              - {name: score, shape: [1, 1]}
            metrics:
              - {name: studio_luma, unit: ratio, fold: mean, meaning: A value of luma.}
            licence: Apache-2.0
            training: None.
            """;

    private static final String SHIPPED =
            Path.of(
                            System.getProperty("sightline.root"),
                            "udfs/models/src/main/resources/io/sightline/model")
                    .toString();

    @TempDir private Path folder;
    private Path clip;

    @BeforeEach
    void makeClip() throws Exception {
        clip = folder.resolve("clip.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(SECONDS))
                .withSize(320, 180, 25)
                .write(clip, Packaging.MP4);
    }

    /** A model of one node over the picture; gives its SHA-256. */
    private String install(int version, String node) throws Exception {
        byte[] model =
                TinyOnnx.of("luma", List.of(1, 1, 8, 8), "score", List.of(1, 1))
                        .node(
                                node,
                                "luma",
                                "score",
                                TinyOnnx.Attribute.list("axes", 2, 3),
                                TinyOnnx.Attribute.one("keepdims", 0))
                        .bytes();
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
        Path own = Files.createDirectories(folder.resolve("luma-value"));
        Files.write(own.resolve("model.onnx"), model);
        Files.writeString(own.resolve("model.yaml"), DESCRIPTION.formatted(version, sha256));
        return sha256;
    }

    private WholeTopology job() {
        ModelSettings models =
                ModelSettings.of(List.of(folder.toString(), SHIPPED), ModelProcessor.CPU);
        return WholeTopology.over(
                clip, 1, EmbeddedConfiguration.common(), PolicyFile.builtIn(), models);
    }

    @Test
    void theSameMediaGivesTheSameRows() throws Exception {
        install(1, "ReduceMean");
        List<ModelDescription> models =
                ModelFinder.find(getClass().getClassLoader(), List.of(folder, Path.of(SHIPPED)))
                        .models()
                        .stream()
                        .map(InstalledModel::description)
                        .toList();
        assertThat(models).as("our own and this").hasSizeGreaterThan(1);

        List<Measurement> rows = watch();
        assertThat(watch()).isEqualTo(rows);

        assertThat(rows)
                .allSatisfy(
                        row ->
                                assertThat(row.provenance().modelSha256())
                                        .containsExactlyInAnyOrderEntriesOf(sha256(models)));
        assertThat(rows)
                .flatExtracting(row -> row.values().keySet())
                .as("measured in some second")
                .containsAll(
                        models.stream()
                                .flatMap(m -> m.metrics().stream().map(Metric::name))
                                .toList());
    }

    private static Map<String, String> sha256(List<ModelDescription> models) {
        return models.stream()
                .collect(Collectors.toMap(m -> m.detector().value(), ModelDescription::sha256));
    }

    private List<Measurement> watch() throws Exception {
        WholeTopology job = job();
        RecordingListener rows = new RecordingListener();
        try (LocalChannel channel = LocalChannel.open(rows)) {
            MonitorTopology.showTo(job.tables, TableSinks.of(channel));
            job.env.execute();
        }
        assertThat(rows.measurements).as("%s", rows.states).hasSizeGreaterThanOrEqualTo(SECONDS);
        return rows.measurements;
    }

    @Test
    void aModelThatIsReplacedShowsInSql() throws Exception {
        FileDestination record = new FileDestination(folder.resolve("record").toString());
        String mean = install(1, "ReduceMean");
        job().sinkTo(record).env.execute();
        String most = install(2, "ReduceMax");
        job().sinkTo(record).env.execute();

        List<Row> rows =
                ask(
                        record,
                        """
                        SELECT detector_versions['studio.luma'] AS version,
                            model_sha256['studio.luma'] AS model,
                            COUNT(extra['studio_luma']) AS seconds,
                            AVG(extra['studio_luma']) AS luma
                        FROM measurements
                        GROUP BY detector_versions['studio.luma'], model_sha256['studio.luma']
                        ORDER BY version
                        """);

        assertThat(rows).extracting(row -> row.getField("version")).containsExactly(1, 2);
        assertThat(rows).extracting(row -> row.getField("model")).containsExactly(mean, most);
        assertThat(rows)
                .extracting(row -> row.getField("seconds"))
                .containsExactly((long) SECONDS, (long) SECONDS);
        assertThat((double) rows.get(1).getField("luma"))
                .as("the most is over the mean")
                .isGreaterThan((double) rows.get(0).getField("luma") + 0.05);
    }

    private static List<Row> ask(FileDestination record, String query) throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        SqlScript.statements(
                        TableDefinitions.table(
                                TableSchemas.measurements(
                                        DetectorCatalog.load(LearnedRowsTest.class.getClassLoader())
                                                .metrics()),
                                new RecordSource.Files(record.folder())))
                .forEach(sql::executeSql);
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> all = sql.executeSql(query).collect()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }
}
