package io.sightline.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** That the metrics which rules and dashboards use are registered by somebody. */
class MetricNamesTest {

    private static final Path JOB = Repository.ROOT.resolve("job/src/main/java");

    @Test
    void theJobRegistersEachOfItsOwn() throws Exception {
        String sources = sources();
        Assumptions.assumeTrue(
                sources.contains("\"streams_live\""), "this job does not register metrics yet");

        for (String name : MetricNames.OF_THE_JOB) {
            assertThat(sources).contains("\"" + name + "\"");
        }
    }

    @Test
    void flinkRegistersEachOfItsOwn() throws Exception {
        BuiltJob.orSkip();
        Path runtime = BuiltJob.matching("lib/flink-runtime-[0-9]*.jar").get(0);

        for (String name : MetricNames.OF_FLINK) {
            String last = name.substring(name.lastIndexOf('_') + 1);
            assertThat(isNamedIn(runtime, last)).as(name).isTrue();
        }
    }

    @Test
    void namesAreFoundBetweenFunctionsAndLabels() {
        PromQuery query =
                new PromQuery(
                        "sum by (namespace, app) (rate(a_b{x=\"c(\"}[5m])) / on (pod) max(d) > 0.5"
                                + " unless absent(e) and time() > 3");

        assertThat(query.metrics()).containsExactly("a_b", "d", "e");
        assertThat(query.isBalanced()).isTrue();
        assertThat(new PromQuery("sum(rate(a[5m])").isBalanced()).isFalse();
    }

    private static String sources() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(JOB)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> text.append(Repository.text(file)));
        }
        return text.toString();
    }

    /** Class files keep the texts of a program as they are. */
    private static boolean isNamedIn(Path jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .anyMatch(
                            entry -> {
                                try (InputStream in = zip.getInputStream(entry)) {
                                    return new String(
                                                    in.readAllBytes(), StandardCharsets.ISO_8859_1)
                                            .contains(name);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
