package io.sightline.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.query.LakeCatalog;
import io.sightline.query.QuerySession;
import io.sightline.query.RecordSource;
import io.sightline.questions.Question;
import io.sightline.questions.QuestionRecord;
import io.sightline.questions.QuestionWeek;
import io.sightline.questions.Questions;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.TopicNames;
import io.sightline.testing.Eventually;
import io.sightline.testing.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The questions of the page have the same answers over the lake as over files and topics. What is
 * left in {@code target/second-engine} is what tests/spark asks.
 */
class LakeQuestionsITCase {

    private static final TopicNames TOPICS = TopicNames.of("week");
    private static final Path LEFT = Path.of("target", "second-engine").toAbsolutePath();
    private static final Path WAREHOUSE = LEFT.resolve("warehouse");

    @TempDir private static Path folder;

    private static QuerySession session;

    @BeforeAll
    static void fillTheLake() throws Exception {
        deleteAll(LEFT);
        Files.createDirectories(LEFT);
        LakeCatalog catalog = LakeCatalog.of(WAREHOUSE.toString(), Map.of());
        try (KafkaBroker broker = KafkaBroker.startIn(folder)) {
            String servers = broker.bootstrapServers();
            QuestionRecord.writeTo(
                    KafkaDestination.at(servers)
                            .withTransactionalIdPrefix("week")
                            .withTopics(TOPICS));
            LakePlan plan =
                    new LakePlan(
                            new RecordSource.Topics(
                                    servers, TOPICS, RecordSource.Extent.ON_AND_ON, Map.of()),
                            catalog,
                            Duration.ofMillis(500),
                            folder.resolve("checkpoints").toUri().toString(),
                            1,
                            QuestionRecord.metrics());
            try (LakeRun run = LakeEngine.find().orElseThrow().start(plan)) {
                LakeRows lake = new LakeRows(WAREHOUSE);
                Eventually.until("the whole week", Duration.ofMinutes(3), () -> isThere(lake));
                var unused = run.stop();
            }
        }
        session =
                QuerySession.open(
                        new RecordSource.Lake(catalog), QuestionRecord.metrics(), ZoneOffset.UTC);
        leaveQuestions();
    }

    @AfterAll
    static void end() throws Exception {
        if (session != null) {
            session.close();
        }
    }

    private static boolean isThere(LakeRows lake) {
        return lake.count("alerts") == QuestionWeek.alerts().size()
                && lake.count("measurements") == QuestionWeek.measurements().size()
                && lake.count("stream_states") == QuestionWeek.states().size();
    }

    static List<Question> questions() throws IOException {
        return Questions.all();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void theLakeGivesTheAnswerShown(Question question) throws Exception {
        assertThat(Questions.ask(session, question)).isEqualTo(Questions.expected(question));
    }

    /** A day that is asked for is a folder that is read; no other is. */
    @Test
    void aDayIsFoundByItsPartition() throws Exception {
        Question day =
                new Question(
                        1,
                        "one day",
                        "SELECT COUNT(*) AS c FROM measurements"
                                + " WHERE second_at >= TIMESTAMP '2026-11-10 00:00:00'"
                                + " AND second_at < TIMESTAMP '2026-11-11 00:00:00'",
                        List.of("c"),
                        List.of());
        List<Path> others = new ArrayList<>();
        Path data = WAREHOUSE.resolve("sightline/measurements/data");
        try (Stream<Path> days = Files.list(data)) {
            days.filter(one -> !one.endsWith("second_at_day=2026-11-10")).forEach(others::add);
        }
        assertThat(others).hasSize(6);
        for (Path other : others) {
            Files.move(other, other.resolveSibling("away-" + other.getFileName()));
        }
        try {
            assertThat(Questions.ask(session, day).get(1)).isEqualTo(List.of("1800"));
        } finally {
            for (Path other : others) {
                Files.move(other.resolveSibling("away-" + other.getFileName()), other);
            }
        }
    }

    private static void leaveQuestions() throws IOException {
        List<Map<String, Object>> left = new ArrayList<>();
        for (Question question : Questions.all()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("number", question.number());
            one.put("title", question.title());
            one.put("sql", question.sql());
            one.put("answer", Questions.expected(question));
            left.add(one);
        }
        new ObjectMapper().writeValue(LEFT.resolve("questions.json").toFile(), left);
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.delete(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
