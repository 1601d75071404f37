package io.sightline.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JobManager and TaskManagers write to their consoles, by the file that they are given. */
class LoggingTest {

    private static final Path FILE =
            FlinkConf.ROOT.resolve("flink-conf/cluster/log4j-console.properties");

    @TempDir Path folder;

    @Test
    void writesLinesForPeopleUnlessToldOtherwise() throws Exception {
        List<String> lines = logged(null);

        assertThat(lines).isEqualTo(withoutTimes(logged("text"), lines));
        assertThat(lines.get(0)).matches("\\d{4}-\\S+ INFO  \\S*LogLine +it's \"plain\"");
        assertThat(lines.get(1)).contains(" WARN ").contains("cannot read https://***@cdn.example");
        assertThat(lines.get(2)).startsWith("java.lang.IllegalStateException: at srt://***@host");
        assertThat(lines.get(3)).startsWith("\tat io.sightline.configuration.LogLine");
        assertNoSecretIn(lines);
    }

    @Test
    void writesOneJsonObjectALine() throws Exception {
        List<String> lines = logged("json");

        assertThat(lines).hasSize(2);
        ObjectMapper json = new ObjectMapper();
        JsonNode plain = json.readTree(lines.get(0));
        assertThat(plain.path("message").asText()).isEqualTo("it's \"plain\"");
        assertThat(plain.has("error.type")).isFalse();
        assertThat(plain.has("flink.job_id")).isFalse();
        JsonNode failure = json.readTree(lines.get(1));
        assertThat(Instant.parse(failure.path("@timestamp").asText()))
                .isBefore(Instant.now().plusSeconds(60));
        assertThat(failure.path("log.level").asText()).isEqualTo("WARN");
        assertThat(failure.path("log.logger").asText()).isEqualTo(LogLine.class.getName());
        assertThat(failure.path("process.thread.name").asText()).isEqualTo("main");
        assertThat(failure.path("flink.job_id").asText()).isEqualTo("job \"1\"");
        assertThat(failure.path("message").asText())
                .isEqualTo("cannot read https://***@cdn.example.com/a/b.m3u8?*** \u00e4\tand 'on'");
        assertThat(failure.path("error.type").asText())
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.path("error.message").asText())
                .isEqualTo("at srt://***@host:1/x?*** \\");
        assertThat(failure.path("error.stack_trace").asText())
                .contains("\n\tat " + LogLine.class.getName())
                .contains("Caused by: java.io.IOException: first\nsecond")
                .doesNotContain("suppressed by a cut");
        assertThat(failure.path("ecs.version").asText()).isEqualTo("8.11");
        assertNoSecretIn(lines);
    }

    @Test
    void podsHaveTheSameFile() throws IOException {
        Map<String, Object> spec =
                FlinkConf.spec(
                        FlinkConf.ROOT.resolve("flink-conf/kubernetes/flink-deployment.yaml"));

        assertThat(spec.get("logConfiguration"))
                .isEqualTo(Map.of("log4j-console.properties", Files.readString(FILE)));
    }

    private static void assertNoSecretIn(List<String> lines) {
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(LogLine.SECRET));
    }

    /** Lines with the times of others in their place. */
    private static List<String> withoutTimes(List<String> lines, List<String> others) {
        List<String> same = new java.util.ArrayList<>(lines);
        for (int i = 0; i < Math.min(lines.size(), others.size()); i++) {
            if (lines.get(i).matches("\\d{4}-.*")) {
                same.set(i, others.get(i).split(" ", 2)[0] + " " + lines.get(i).split(" ", 2)[1]);
            }
        }
        return same;
    }

    private List<String> logged(String format) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlog4j.configurationFile=" + FILE.toUri(),
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LogLine.class.getName());
        builder.environment().remove("SIGHTLINE_LOG_FORMAT");
        if (format != null) {
            builder.environment().put("SIGHTLINE_LOG_FORMAT", format);
        }
        Path output = Files.createTempFile(folder, "log", ".txt");
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text.lines().toList();
    }
}
