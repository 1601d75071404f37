package io.sightline.notify;

import io.sightline.notify.route.Routes;
import io.sightline.table.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets through what one target is to be told, each alert once: the pager lane repeats itself after
 * a restart of the job that watches.
 *
 * <p>State, by incident: what was seen of it and whether the target was told. It ends a day after
 * the incident has cleared, or a month after its last event.
 */
public final class Routing extends KeyedProcessFunction<String, Alert, Alert> {

    private static final long serialVersionUID = 1L;
    private static final long AFTER_CLEARED_MILLIS = Duration.ofDays(1).toMillis();
    private static final long AFTER_OPENED_MILLIS = Duration.ofDays(30).toMillis();

    private final String target;
    private final Routes routes;

    private transient ValueState<Known> known;

    /**
     * What is known of an incident.
     *
     * @param alertIds seen; an incident has a handful
     * @param forgetMillis when to forget it, wall time
     */
    public record Known(List<String> alertIds, boolean told, long forgetMillis) {
        public Known {
            alertIds = List.copyOf(alertIds);
        }
    }

    Routing(String target, Routes routes) {
        this.target = target;
        this.routes = routes;
    }

    @Override
    public void open(OpenContext context) {
        known =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "told", TypeInformation.of(Known.class)));
    }

    @Override
    public void processElement(Alert alert, Context context, Collector<Alert> out)
            throws Exception {
        Known before = known.value();
        if (before != null && before.alertIds().contains(alert.alertId())) {
            return;
        }
        long nowMillis = context.timerService().currentProcessingTime();
        boolean wasTold = before != null && before.told();
        boolean tell = isToBeTold(alert, wasTold, nowMillis);

        List<String> ids = new ArrayList<>(before == null ? List.of() : before.alertIds());
        ids.add(alert.alertId());
        long forgetMillis =
                nowMillis
                        + (alert.event() == Alert.Event.CLEARED
                                ? AFTER_CLEARED_MILLIS
                                : AFTER_OPENED_MILLIS);
        known.update(new Known(ids, wasTold || tell, forgetMillis));
        context.timerService().registerProcessingTimeTimer(forgetMillis);
        if (tell) {
            out.collect(alert);
        }
    }

    private boolean isToBeTold(Alert alert, boolean wasTold, long nowMillis) {
        if (wasTold) {
            return routes.tellMore(target, alert);
        }
        if (alert.event() == Alert.Event.CLEARED && routes.tellsBegin(target)) {
            return false; // nobody needs to hear the end of what they never heard of
        }
        return routes.tell(target, alert, nowMillis);
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<Alert> out)
            throws Exception {
        Known now = known.value();
        if (now != null && now.forgetMillis() <= timerMillis) {
            known.clear();
        }
    }
}
