package io.sightline.notify;

import io.sightline.notify.group.DeskOperator;
import io.sightline.notify.group.Untold;
import io.sightline.sink.PagerLane;
import io.sightline.table.Alert;
import io.sightline.table.Notification;
import io.sightline.table.Notification.Status;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Controls, groups and damping; what is not told by itself goes to {@code notifications}. */
final class DeskStep implements PagingStep {

    @Override
    public DataStream<Page> pages(String target, DataStream<Alert> alerts, NotifyPlan plan) {
        OutputTag<Untold> untold = new OutputTag<>("untold", TypeInformation.of(Untold.class));
        SingleOutputStreamOperator<Page> pages =
                DeskOperator.behind(
                                alerts,
                                plan.paging().desk(target),
                                plan.paging().controls(),
                                TypeInformation.of(Page.class),
                                untold,
                                target + "-desk")
                        .name(target + ": controls and groups");
        pages.getSideOutput(untold)
                .map(row -> rowOf(target, row))
                .returns(TypeInformation.of(Notification.class))
                .name(target + ": not told by itself")
                .uid(target + "-untold")
                .setParallelism(1)
                .sinkTo(PagerLane.notificationsTo(plan.destination()))
                .name(target + ": rows of what is not told by itself")
                .uid(target + "-untold-rows")
                .setParallelism(1);
        return pages;
    }

    private static Notification rowOf(String target, Untold row) {
        return Notification.of(
                target,
                row.alert(),
                row.groupId(),
                Status.SUPPRESSED,
                row.reason(),
                /* attempts= */ 0,
                row.decidedAtMillis(),
                row.decidedAtMillis());
    }
}
