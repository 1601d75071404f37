package io.sightline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableReferenceTest {

    @Test
    void pageHoldsTheTablesAsTheyAreDefined() throws IOException {
        Path page = Path.of(System.getProperty("sightline.root"), "docs/reference/tables.md");

        assertThat(Files.readString(page)).contains(TableReference.sections());
    }

    @Test
    void refusesAMetricNamedLikeAFixedColumn() {
        Metric metric = new Metric("frames", Unit.COUNT, Fold.SUM, "pictures");

        assertThatThrownBy(() -> TableSchemas.measurements(List.of(metric)))
                .hasMessage("Table 'measurements' has two columns named 'frames'");
    }
}
