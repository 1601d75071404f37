package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.control.ControlStore;
import io.sightline.notify.control.Control;
import io.sightline.questions.Question;
import io.sightline.questions.QuestionRecord;
import io.sightline.questions.Questions;
import io.sightline.registry.RegistryAddress.InTopic;
import io.sightline.sink.FileDestination;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.TopicNames;
import io.sightline.table.Notification;
import io.sightline.testing.KafkaBroker;
import io.sightline.testing.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
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

    /** Days of the views are those of UTC, whatever zone an analyst reads times in. */
    @Test
    void anAnalystInTokyoGetsTheSameDays() throws Exception {
        Question availability = Questions.all().get(6);
        RecordSource source = new RecordSource.Files(folder.resolve("output").toString());
        try (QuerySession tokyo = open(source, ZoneId.of("Asia/Tokyo"))) {
            assertThat(Questions.ask(tokyo, availability))
                    .isEqualTo(Questions.expected(availability));
        }
    }

    @Test
    void seesWhatIsCommittedAndNothingElse() throws Exception {
        TopicNames names = TopicNames.of("live");
        OutputCheck.makeReady(KafkaDestination.at(broker.bootstrapServers()).withTopics(names));
        try (TransactionalRows rows = new TransactionalRows(broker, names.alerts())) {
            rows.write(SampleRows.alert(1), SampleRows.alert(2)).commit();
            rows.write(SampleRows.alert(3)).abort();
            rows.write(SampleRows.alert(4)); // and leaves it open, as a running job does

            try (QuerySession session =
                    open(
                            new RecordSource.Topics(
                                    broker.bootstrapServers(),
                                    names,
                                    RecordSource.Extent.UNTIL_NOW,
                                    Map.of()),
                            ZoneOffset.UTC)) {
                Answer answer = new Answer();
                session.execute("SELECT alert_id FROM alerts ORDER BY alert_id", answer);

                assertThat(answer.rows()).containsExactly("+I[1]", "+I[2]");
            }
        }
    }

    @Test
    void followsAnIncidentUntilItIsCleared() throws Exception {
        TopicNames names = TopicNames.of("followed");
        OutputCheck.makeReady(KafkaDestination.at(broker.bootstrapServers()).withTopics(names));
        RecordSource source =
                new RecordSource.Topics(
                        broker.bootstrapServers(), names, RecordSource.Extent.ON_AND_ON, Map.of());
        Answer answer = new Answer();
        CompletableFuture<QuerySession> opened = new CompletableFuture<>();
        CompletableFuture<Void> query =
                CompletableFuture.runAsync(() -> follow(source, opened, answer));
        try (TransactionalRows rows = new TransactionalRows(broker, names.alerts())) {
            rows.write(SampleRows.alert(5)).commit();
            answer.await("+I[incident-5, true]", query);
            rows.write(TransactionalRows.cleared(SampleRows.alert(5))).commit();
            answer.await("+U[incident-5, false]", query);

            opened.join().cancel();

            assertThat(query).failsWithin(Duration.ofMinutes(1));
            assertThat(answer.rows())
                    .containsExactly("+I[incident-5, true]", "+U[incident-5, false]");
        }
    }

    /** As ControlTablesTest asks of files. */
    @Test
    void whatOperatorsSaidAndWhatBecameOfNotificationsIsAskedOfTopics() throws Exception {
        String servers = broker.bootstrapServers();
        TopicNames names = TopicNames.of("told");
        OutputCheck.makeReadyForNotification(KafkaDestination.at(servers).withTopics(names));
        OutputCheck.makeReady(KafkaDestination.at(servers).withTopics(names));
        InTopic controls = new InTopic(servers, "told.controls", Map.of());
        ControlStore store = new ControlStore(controls, Duration.ofSeconds(60));
        store.put(List.of(acknowledged("a1", "incident-1"), acknowledged("a2", "g1")));
        store.put(List.of(acknowledged("a3", "incident-3")));
        store.withdraw(List.of("a3"), "mia", 9_000); // a last word and a tombstone
        try (TransactionalRows rows = new TransactionalRows(broker, names.alerts())) {
            rows.write(SampleRows.alert(1), SampleRows.alert(2), SampleRows.alert(3)).commit();
        }
        try (TransactionalRows rows = new TransactionalRows(broker, names.notifications())) {
            rows.write(
                            suppressed(1, null, "z1"),
                            suppressed(1, null, "z1"), // at least once
                            suppressed(2, "g1", "grouped"),
                            suppressed(3, null, "flapping"))
                    .commit();
        }
        RecordSource source =
                new RecordSource.Topics(servers, names, RecordSource.Extent.UNTIL_NOW, Map.of());
        try (QuerySession session =
                QuerySession.open(source, QuestionRecord.metrics(), controls, ZoneOffset.UTC)) {
            assertThat(ask(session, "SELECT control_id FROM controls ORDER BY control_id"))
                    .containsExactly("+I[a1]", "+I[a2]");
            assertThat(
                            ask(
                                    session,
                                    "SELECT alert_id, acknowledged_by, suppressed_by FROM"
                                            + " alerts_with_controls ORDER BY alert_id"))
                    .containsExactly("+I[1, mia, z1]", "+I[2, mia, null]", "+I[3, null, null]");
        }
    }

    private static List<String> ask(QuerySession session, String query) throws Exception {
        Answer answer = new Answer();
        session.execute(query, answer);
        return answer.rows();
    }

    private static Control acknowledged(String id, String incident) {
        return new Control(
                id,
                Control.Kind.ACKNOWLEDGE,
                incident,
                null,
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                "mia",
                "",
                1_000);
    }

    private static Notification suppressed(long n, @Nullable String group, String reason) {
        return Notification.of(
                "pager",
                SampleRows.alert(n),
                group,
                Notification.Status.SUPPRESSED,
                reason,
                /* attempts= */ 0,
                5_000,
                5_000);
    }

    /** A session belongs to the thread that opened it. */
    private static void follow(
            RecordSource source, CompletableFuture<QuerySession> opened, Answer answer) {
        try (QuerySession session = open(source, ZoneOffset.UTC)) {
            opened.complete(session);
            session.execute("SELECT incident_id, is_open FROM incidents", answer);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
