package io.sightline.notify;

import io.sightline.notify.delivery.Letter;
import io.sightline.table.Alert;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes letters of pages for a receiver that keeps alerts by what they say, as Alertmanager does:
 * what is open is told again from time to time, since the receiver forgets it over a restart of its
 * own, and an alert whose severity changed is ended under the old one, under which it would stay
 * open for ever.
 *
 * <p>State, by incident: the last page while it is open. It ends with the incident, or a month
 * after its last event.
 */
public final class Reminders extends KeyedProcessFunction<String, Page, Letter> {

    private static final long serialVersionUID = 1L;
    private static final long LONGEST_MILLIS = Duration.ofDays(30).toMillis();

    private final long everyMillis;

    private transient ValueState<Open> open;

    /**
     * What is open.
     *
     * @param nextMillis when it is told again, wall time
     */
    public record Open(Page page, long sinceMillis, long nextMillis) {}

    Reminders(Duration every) {
        this.everyMillis = every.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        open =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>("open", TypeInformation.of(Open.class)));
    }

    @Override
    public void processElement(Page page, Context context, Collector<Letter> out) throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        Open before = open.value();
        if (before != null && before.page().alert().severity() != page.alert().severity()) {
            out.collect(
                    Letter.news(before.page(), nowMillis).as(Letter.Kind.SUPERSEDED, nowMillis));
        }
        out.collect(Letter.news(page, nowMillis));
        if (page.alert().event() == Alert.Event.CLEARED) {
            open.clear();
        } else {
            remindLater(page, nowMillis, nowMillis, context);
        }
    }

    private void remindLater(Page page, long sinceMillis, long nowMillis, Context context)
            throws Exception {
        long nextMillis = nowMillis + everyMillis;
        open.update(new Open(page, sinceMillis, nextMillis));
        context.timerService().registerProcessingTimeTimer(nextMillis);
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<Letter> out)
            throws Exception {
        Open now = open.value();
        if (now == null || now.nextMillis() > timerMillis) {
            return; // cleared, or told since
        }
        long nowMillis = context.timerService().currentProcessingTime();
        if (nowMillis - now.sinceMillis() > LONGEST_MILLIS) {
            open.clear();
            return;
        }
        out.collect(Letter.news(now.page(), nowMillis).as(Letter.Kind.REMINDER, nowMillis));
        remindLater(now.page(), now.sinceMillis(), nowMillis, context);
    }
}
