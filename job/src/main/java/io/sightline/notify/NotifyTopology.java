package io.sightline.notify;

import io.sightline.notify.delivery.DeliverySink;
import io.sightline.notify.delivery.Letter;
import io.sightline.notify.delivery.TargetSettings;
import io.sightline.notify.source.PagerFolder;
import io.sightline.notify.source.PagerTopic;
import io.sightline.notify.source.ValvedSource;
import io.sightline.sink.FileDestination;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.PagerLane;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The shape of the second job: for each target a pipeline of its own, from a source with its own
 * position to its sink. Pipelines share nothing, so each is a region of its own: one that fails or
 * lags does so alone.
 *
 * <p>Each has one subtask: what one target can be told is little, and order within an incident, and
 * groups over all streams, then need no shuffle. Keys are reinterpreted, so that a pipeline stays
 * one chain.
 */
final class NotifyTopology {

    private final NotifyPlan plan;
    private final PagingStep step;
    private final List<String> valveIds = new ArrayList<>();

    /**
     * @param step between what a target is to be told and the pages it is sent
     */
    NotifyTopology(NotifyPlan plan, PagingStep step) {
        this.plan = plan;
        this.step = step;
    }

    /** Adds all pipelines; returns the ids of their valves, in the order of the targets. */
    List<String> build(StreamExecutionEnvironment env) {
        plan.targets().forEach(target -> add(target, env));
        return List.copyOf(valveIds);
    }

    private void add(TargetSettings target, StreamExecutionEnvironment env) {
        String name = target.name();
        String valveId = name + "-" + UUID.randomUUID();
        valveIds.add(valveId);
        DataStream<Alert> alerts =
                env.fromSource(
                                source(name, valveId),
                                WatermarkStrategy.noWatermarks(),
                                name + ": alerts",
                                TypeInformation.of(Alert.class))
                        .uid(name + "-alerts")
                        .setParallelism(1);
        DataStream<Alert> routed =
                DataStreamUtils.reinterpretAsKeyedStream(alerts, Alert::incidentId, Types.STRING)
                        .process(new Routing(name, plan.routes()), TypeInformation.of(Alert.class))
                        .name(name + ": routes")
                        .uid(name + "-routes")
                        .setParallelism(1);
        DataStream<Page> pages = step.pages(name, routed, plan);
        letters(target, pages)
                .sinkTo(
                        new DeliverySink(
                                name, target::open, target.pace(), valveId, plan.destination()))
                .name(name + ": delivery")
                .uid(name + "-delivery")
                .setParallelism(1);
    }

    private DataStream<Letter> letters(TargetSettings target, DataStream<Page> pages) {
        String name = target.name();
        if (target.remindEvery() == null) {
            return pages.map(page -> Letter.news(page, System.currentTimeMillis()))
                    .returns(TypeInformation.of(Letter.class))
                    .name(name + ": letters")
                    .uid(name + "-letters")
                    .setParallelism(1);
        }
        return DataStreamUtils.reinterpretAsKeyedStream(
                        pages, page -> page.alert().incidentId(), Types.STRING)
                .process(new Reminders(target.remindEvery()), TypeInformation.of(Letter.class))
                .name(name + ": letters and reminders")
                .uid(name + "-reminders")
                .setParallelism(1);
    }

    private Source<Alert, ?, ?> source(String target, String valveId) {
        if (plan.destination() instanceof KafkaDestination kafka) {
            return new ValvedSource<>(
                    PagerTopic.source(
                            kafka, NotifyPlan.group(kafka, target), plan.startMillis(), valveId),
                    valveId);
        }
        FileDestination files = (FileDestination) plan.destination();
        return new ValvedSource<>(
                new PagerFolder(
                        PagerLane.folder(files).orElseThrow(),
                        PagerLane.FOLDER,
                        plan.startMillis(),
                        valveId),
                valveId);
    }
}
