package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.backtest.Backtest;
import io.sightline.backtest.Difference;
import io.sightline.backtest.Outcome;
import io.sightline.backtest.Trial;
import io.sightline.config.PolicyFile;
import io.sightline.policy.Policy;
import io.sightline.readback.EventSpan;
import io.sightline.readback.MeasurementTopic;
import io.sightline.readback.RecordedAlerts;
import io.sightline.readback.TopicRecord;
import io.sightline.sink.TopicNames;
import io.sightline.testing.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy is tried on topics, read side by side. */
class TopicsJudgedAgainITCase {

    private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");
    private static final TopicNames TOPICS = TopicNames.of("again");
    private static final int STREAMS = 5;

    @TempDir Path folder;

    @Test
    void findsWhatTheAlertsTellAndWhatTheyDoNot() throws Exception {
        try (KafkaBroker broker = KafkaBroker.startIn(Files.createDirectory(folder.resolve("k")))) {
            write(broker.bootstrapServers());
            TopicRecord record =
                    new TopicRecord(
                            broker.bootstrapServers(), Map.of(), TOPICS, Duration.ofSeconds(30));

            Outcome same = judged(record, PolicyFile.builtIn());
            assertThat(same.seconds()).isEqualTo(60 * STREAMS);
            assertThat(same.renditions()).isEqualTo(STREAMS);
            assertThat(same.total().before()).isEqualTo(1);
            assertThat(same.total().after()).isEqualTo(STREAMS);
            assertThat(same.differences())
                    .extracting(Difference::kind)
                    .containsOnly(Difference.Kind.ADDED)
                    .hasSize(STREAMS - 1);

            Policy longer = PolicyFile.parse("longer", "defaults: {video.black: {open-after: 9s}}");
            assertThat(judged(record, longer).total().removed()).isEqualTo(1);
        }
    }

    private static Outcome judged(TopicRecord record, Policy policy) throws Exception {
        return new Backtest(new Trial("it", policy, Map.of()), null, EventSpan.ALL, 2)
                .run(new MeasurementTopic(record), RecordedAlerts.ofTopic(record));
    }

    /** Every stream is black for the seconds 20 to 27, and of the first one there is an alert. */
    private static void write(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            List<NewTopic> topics =
                    TOPICS.all().stream().map(topic -> new NewTopic(topic, 3, (short) 1)).toList();
            admin.createTopics(topics).all().get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int second = 0; second < 60; second++) {
                for (int stream = 0; stream < STREAMS; stream++) {
                    String row =
                            """
                            {"schema_version":1,"stream_id":"s%d","rendition":"main","second_at":"%s",\
                            "media_start_us":%d,"coverage":1.0,"black_core_ratio":%s,\
                            "audio_level_dbfs":-20.5,"extra":{"own":[1,{"a":2}]}}
                            """
                                    .formatted(
                                            stream,
                                            START.plusSeconds(second),
                                            second * 1_000_000L,
                                            second >= 20 && second < 28
                                                    ? "1.0"
                                                    : second == 5 ? "null" : "0.1");
                    producer.send(new ProducerRecord<>(TOPICS.measurements(), "s" + stream, row))
                            .get();
                }
            }
            producer.send(
                            new ProducerRecord<>(
                                    TOPICS.alerts(),
                                    "s0",
                                    """
                            {"schema_version":1,"alert_id":"a","incident_id":"i","event":"CLEARED",\
                            "stream_id":"s0","rendition":"main","defect":"video.black",\
                            "severity":"major","started_at":"2026-11-21T03:00:19.600Z",\
                            "event_at":"2026-11-21T03:00:30.000Z",\
                            "ended_at":"2026-11-21T03:00:28.400Z","policy_version":"p"}
                            """))
                    .get();
            producer.flush();
        }
    }
}
