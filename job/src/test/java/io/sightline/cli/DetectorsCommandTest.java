package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Metric;
import io.sightline.model.ModelDescription;
import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsCommandTest {

    private final DetectorCatalog catalog = DetectorCatalog.find(getClass().getClassLoader());

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 140, 200})
    void showsEverythingAtAnyWidth(int width) {
        List<String> lines = DetectorsCommand.lines(catalog, width, Palette.PLAIN);

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        assertThat(lines).noneMatch(line -> width >= 80 && line.contains("…"));
        String words = String.join(" ", lines).replaceAll("\\s+", " ");
        for (Metric metric : catalog.metrics()) {
            assertThat(words).contains(metric.name());
            for (String word : metric.meaning().split(" ", -1)) {
                assertThat(words).contains(word);
            }
        }
    }

    @Test
    void saysWhatModelsWereMadeOf() {
        Path shipped =
                Path.of(
                        System.getProperty("sightline.root"),
                        "udfs/models/src/main/resources/io/sightline/model");
        DetectorCatalog learned =
                DetectorCatalog.find(
                        getClass().getClassLoader(),
                        ModelSettings.of(List.of(shipped.toString()), ModelProcessor.CPU));
        String words =
                String.join(" ", DetectorsCommand.lines(learned, 120, Palette.PLAIN))
                        .replaceAll("\\s+", " ");

        assertThat(learned.loadModels(List.of())).isEmpty();
        assertThat(learned.models())
                .extracting(ModelDescription::id)
                .containsExactly("audio-artifacts", "block-map");
        for (ModelDescription model : learned.models()) {
            assertThat(words)
                    .contains(
                            "Model " + model.id() + ", version " + model.version(),
                            "Licence " + model.licence(),
                            model.sha256().substring(0, 12),
                            model.training().replaceAll("\\s+", " "));
        }
    }

    @Test
    void namesEachDetectorWithVersionKindCostAndSource() {
        assertThat(DetectorsCommand.lines(catalog, 120, Palette.PLAIN))
                .anyMatch(
                        line ->
                                line.matches(
                                        "av\\.sync +1 +both +negligible, under 1 % +built in"));
    }
}
