package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.questions.Question;
import io.sightline.questions.QuestionRecord;
import io.sightline.questions.Questions;
import io.sightline.sink.FileDestination;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.TopicNames;
import io.sightline.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page of questions tells the truth: each query gives the answer that is shown, over files and
 * over topics.
 */
class QuestionsITCase {

    private static final TopicNames TOPICS = TopicNames.of("week");

    @TempDir private static Path folder;

    private static KafkaBroker broker;
    private static QuerySession files;
    private static QuerySession topics;

    @BeforeAll
    static void writeTheWeekTwice() throws Exception {
        Path output = folder.resolve("output");
        QuestionRecord.writeTo(new FileDestination(output.toString()));
        // What is being written is not there yet.
        Files.writeString(output.resolve("alerts/.alerts-0-1.jsonl.inprogress.1"), "{\"half\": ");
        files = open(new RecordSource.Files(output.toString()), ZoneOffset.UTC);

        broker = KafkaBroker.startIn(Files.createDirectory(folder.resolve("kafka")));
        String servers = broker.bootstrapServers();
        QuestionRecord.writeTo(
                KafkaDestination.at(servers).withTransactionalIdPrefix("week").withTopics(TOPICS));
        topics =
                open(
                        new RecordSource.Topics(
                                servers, TOPICS, RecordSource.Extent.UNTIL_NOW, Map.of()),
                        ZoneOffset.UTC);
    }

    private static QuerySession open(RecordSource source, ZoneId zone) {
        return QuerySession.open(source, QuestionRecord.metrics(), zone);
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {files, topics, broker}) {
            if (one != null) {
                one.close();
            }
        }
    }

    static List<Question> questions() throws IOException {
        return Questions.all();
    }

    @Test
    void thereAreFifteen() throws Exception {
        assertThat(Questions.all()).hasSize(15);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void filesGiveTheAnswerShown(Question question) throws Exception {
        assertThat(Questions.ask(files, question)).isEqualTo(Questions.expected(question));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void topicsGiveTheAnswerShown(Question question) throws Exception {
        assertThat(Questions.ask(topics, question)).isEqualTo(Questions.expected(question));
    }
}
