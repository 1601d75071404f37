package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sightline.config.NotifyFile;
import io.sightline.notify.NotifyPlan;
import io.sightline.notify.NotifyRun;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.PagerLane;
import io.sightline.sink.TopicNames;
import io.sightline.table.Alert;
import io.sightline.testing.CommittedReader;
import io.sightline.testing.KafkaBroker;
import io.sightline.testing.SampleRows;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the pager lane in a topic to a receiver, and what became of it in another. */
class NotifyOverKafkaITCase {

    private static final int ALERTS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path folder;

    @Test
    void tellsEveryAlertOfTheTopicOnceThoughItIsStoppedInBetween() throws Exception {
        Set<String> told = ConcurrentHashMap.newKeySet();
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        receiver.createContext(
                "/",
                exchange -> {
                    assertThat(told.add(exchange.getRequestHeaders().getFirst("Idempotency-Key")))
                            .isTrue();
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        receiver.start();
        try (KafkaBroker broker = KafkaBroker.startIn(folder)) {
            KafkaDestination kafka =
                    KafkaDestination.at(broker.bootstrapServers()).withTopics(TopicNames.of("t"));
            OutputCheck.makeReady(kafka);
            NotifyFile.Notify notify =
                    NotifyFile.parse(
                            folder.resolve("notify.yaml"),
                            "targets:\n  hook: {type: webhook, url: 'http://127.0.0.1:"
                                    + receiver.getAddress().getPort()
                                    + "/'}\n");
            NotifyPlan plan =
                    new NotifyPlan(
                            notify.targets(),
                            notify.routes(),
                            kafka,
                            System.currentTimeMillis(),
                            Duration.ofMillis(500));

            try (NotifyRun run = NotifyRun.start(plan, folder.resolve("state"))) {
                write(kafka, 0, ALERTS / 2);
                assertThat(run.drain(ALERTS / 2, PATIENCE)).isZero();
                run.stop();
            }
            assertThat(told).hasSize(ALERTS / 2);
            write(kafka, ALERTS / 2, ALERTS);
            try (NotifyRun run = NotifyRun.start(plan, folder.resolve("state"))) {
                assertThat(run.drain(ALERTS / 2, PATIENCE)).isZero();
                run.stop();
            }

            assertThat(told).hasSize(ALERTS);
            try (CommittedReader reader = broker.openReader(kafka.topics().notifications())) {
                Set<String> keys = new HashSet<>();
                reader.readUntil(rows -> rows.size() >= ALERTS, PATIENCE)
                        .forEach(row -> keys.add(row.key()));
                assertThat(keys).hasSize(ALERTS);
            }
        } finally {
            receiver.stop(0);
        }
    }

    private static void write(KafkaDestination kafka, int from, int to) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.fromSequence(from, to - 1)
                .map(SampleRows::alert)
                .returns(TypeInformation.of(Alert.class))
                .sinkTo(PagerLane.to(kafka));
        env.execute();
    }
}
