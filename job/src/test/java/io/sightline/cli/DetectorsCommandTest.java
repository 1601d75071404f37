package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Metric;
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
    void namesEachDetectorWithVersionKindCostAndSource() {
        assertThat(DetectorsCommand.lines(catalog, 120, Palette.PLAIN))
                .anyMatch(
                        line ->
                                line.matches(
                                        "av\\.sync +1 +both +negligible, under 1 % +built in"));
    }
}
