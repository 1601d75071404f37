package io.sightline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Spark reads the lake that Flink filled, by Iceberg's own metadata, and gives the answers that the
 * page of questions shows. Questions whose SQL Spark does not understand are beside this class in
 * its own; all others are asked as they are written.
 */
class SparkQuestionsITCase {

    private static final Path LEFT =
            Path.of(System.getProperty("sightline.root", "../.."))
                    .resolve("tests/lake/target/second-engine")
                    .toAbsolutePath()
                    .normalize();
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static SparkSession spark;

    /** As tests/lake left it. */
    record Question(int number, String title, String sql, List<List<String>> answer) {
        @Override
        public String toString() {
            return number + ". " + title;
        }
    }

    @BeforeAll
    static void openTheLake() throws IOException {
        spark =
                SparkSession.builder()
                        .master("local[2]")
                        .config("spark.ui.enabled", "false")
                        .config("spark.sql.session.timeZone", "UTC")
                        .config("spark.sql.shuffle.partitions", "2")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .config("spark.driver.host", "127.0.0.1")
                        // Without Iceberg's SQL extensions, which know no functions written in SQL.
                        .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                        .config("spark.sql.catalog.lake.type", "hadoop")
                        .config(
                                "spark.sql.catalog.lake.warehouse",
                                LEFT.resolve("warehouse").toString())
                        .getOrCreate();
        for (String statement : text("functions.sql").split(";\\s*\\n", -1)) {
            if (!statement.isBlank()) {
                spark.sql(statement);
            }
        }
    }

    @AfterAll
    static void end() {
        if (spark != null) {
            spark.stop();
        }
    }

    static List<Question> questions() throws IOException {
        assertThat(LEFT.resolve("questions.json"))
                .as("what tests/lake leaves; run it first")
                .exists();
        return new ObjectMapper()
                .readValue(
                        Files.readString(LEFT.resolve("questions.json")),
                        new TypeReference<List<Question>>() {});
    }

    @Test
    void thereAreFifteen() throws IOException {
        assertThat(questions()).hasSize(15);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void sparkGivesTheAnswerShown(Question question) throws IOException {
        assertThat(ask(sql(question))).isEqualTo(question.answer());
    }

    /** A day is found by its partition here, too. */
    @Test
    void sparkReadsOneDayOnly() {
        String plan =
                spark.sql(
                                "SELECT COUNT(*) FROM lake.sightline.measurements.files"
                                        + " WHERE partition.second_at_day = DATE '2026-11-10'")
                        .first()
                        .toString();
        assertThat(plan).isNotEqualTo("[0]");
        assertThat(
                        spark.sql(
                                        "SELECT COUNT(*) FROM measurements WHERE second_at >="
                                                + " TIMESTAMP '2026-11-10' AND second_at <"
                                                + " TIMESTAMP '2026-11-11'")
                                .first()
                                .getLong(0))
                .isEqualTo(1800);
    }

    private static String sql(Question question) throws IOException {
        String own = "question-%02d.sql".formatted(question.number());
        return SparkQuestionsITCase.class.getResource(own) == null ? question.sql() : text(own);
    }

    private static List<List<String>> ask(String sql) {
        var result = spark.sql(sql);
        List<List<String>> answer = new ArrayList<>();
        answer.add(List.of(result.columns()));
        for (Row row : result.collectAsList()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                cells.add(cell(row.get(i)));
            }
            answer.add(cells);
        }
        return answer;
    }

    private static String cell(Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Timestamp time) {
            return UTC.format(time.toInstant());
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static String text(String name) throws IOException {
        try (InputStream in = SparkQuestionsITCase.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
