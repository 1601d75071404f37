package io.sightline.notify;

import io.sightline.table.Alert;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What happens between the alerts that are routed to a target and the pages it is sent: operators'
 * controls hold some back, and those that belong together become one.
 */
@FunctionalInterface
interface PagingStep {

    /** Each alert is a page. */
    PagingStep NONE =
            (target, alerts, plan) ->
                    alerts.map(Page::of)
                            .returns(TypeInformation.of(Page.class))
                            .name(target + ": pages")
                            .uid(target + "-pages")
                            .setParallelism(1);

    /**
     * Builds the step of one target, with names and uids that begin with the target's.
     *
     * @param alerts those the target is to be told, each once, in order within an incident
     */
    DataStream<Page> pages(String target, DataStream<Alert> alerts, NotifyPlan plan);
}
