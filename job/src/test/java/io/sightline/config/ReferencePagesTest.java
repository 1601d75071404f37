package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detect.DetectorCatalog;
import io.sightline.detect.SourceMetrics;
import io.sightline.detector.model.StreamId;
import io.sightline.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of the reference pages work, and the pages know every key. */
final class ReferencePagesTest {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyPolicyExampleIsAPolicy() throws IOException {
        List<String> examples = examples("policy.md");

        assertThat(examples).hasSize(5);
        for (String example : examples) {
            assertThat(PolicyFile.parse("policy.md", example).templates()).contains(Policy.DEFAULT);
        }
    }

    @Test
    void everyRegistryExampleIsARegistry() throws IOException {
        RegistryFile file = new RegistryFile(PolicyFile.builtIn().templates(), Set.of());

        List<String> examples = examples("registry.md");

        assertThat(examples).hasSize(1);
        Registry registry = file.parse("registry.md", examples.get(0));
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.entries()).hasSize(2);
    }

    @Test
    void everyKeyIsDescribed() throws IOException {
        assertThat(RuleReader.KEYS)
                .allSatisfy(key -> assertThat(page("policy.md")).contains(row(key)));
        assertThat(PolicyTree.KEYS)
                .allSatisfy(key -> assertThat(page("policy.md")).contains(row(key)));
        assertThat(RegistryEntryReader.KEYS)
                .allSatisfy(key -> assertThat(page("registry.md")).contains(row(key)));
    }

    @Test
    void everyMetricAndDetectorIsDescribed() throws IOException {
        String page = page("detectors.md");

        DetectorCatalog catalog = DetectorCatalog.load(getClass().getClassLoader());

        assertThat(catalog.metrics())
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(page).contains("`" + metric.name() + "`"));
        assertThat(SourceMetrics.ALL)
                .allSatisfy(metric -> assertThat(page).contains("`" + metric.name() + "`"));
        assertThat(PolicyFile.builtIn().rulesFor(new StreamId("any"), Policy.DEFAULT))
                .allSatisfy(rule -> assertThat(page).contains(rule.defect().value()));
        assertThat(catalog.descriptions())
                .isNotEmpty()
                .allSatisfy(detector -> assertThat(headings(page)).contains(detector.id()));
    }

    /** A section may be about several detectors: their ids are separated by commas. */
    private static List<String> headings(String page) {
        return page.lines()
                .filter(line -> line.startsWith("### "))
                .flatMap(line -> Stream.of(line.substring(4).split(", ")))
                .toList();
    }

    private static String row(String key) {
        return "\n| `" + key + "` |";
    }

    private static List<String> examples(String name) throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(page(name));
        while (matcher.find()) {
            examples.add(matcher.group(1));
        }
        return examples;
    }

    private static String page(String name) throws IOException {
        return Files.readString(
                Path.of(System.getProperty("sightline.root"), "docs", "reference", name));
    }
}
