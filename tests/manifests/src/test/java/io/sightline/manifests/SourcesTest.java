package io.sightline.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What holds of the manifests as they are written; needs no program but Java. */
class SourcesTest {

    @Test
    void theBaseHoldsTogether() {
        assertThat(Rules.problems(Sources.base())).isEmpty();
    }

    @Test
    void productionHoldsTogether() {
        ManifestSet production = Sources.production();

        assertThat(production.ofKind("FlinkDeployment")).hasSize(1);
        assertThat(production.ofKind("PrometheusRule")).hasSize(1);
        assertThat(production.ofKind("FlinkStateSnapshot")).hasSize(1);
        assertThat(Rules.problems(production)).isEmpty();
    }

    @Test
    void listsTheUidsOfTheJob() {
        assertThat(JobRules.jobUids()).contains("streams", "decode", "detect", "debounce");
    }
}
