package io.sightline.notify.group;

import io.sightline.notify.Page;
import io.sightline.notify.control.ControlFeed;
import io.sightline.notify.control.Controls;
import io.sightline.notify.control.InForce;
import io.sightline.table.Alert;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Turns the alerts of one target into what it is told: controls, groups, damping. One instance for
 * a target, since whoever groups must see all streams; a burst of ten thousand alerts is a fraction
 * of a second for it.
 *
 * <p>Thread: the task's; controls are looked at by a thread of the feed. State: live on the heap,
 * written to operator state with each checkpoint.
 */
public final class DeskOperator extends AbstractStreamOperator<Page>
        implements OneInputStreamOperator<Alert, Page>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    /** What operators say is in force so long after it was said and looked at. */
    private static final long CONTROLS_EVERY_MILLIS = 1_000;

    /** The pieces of {@link DeskBytes}; named in savepoints. */
    private static final ListStateDescriptor<byte[]> DESK =
            new ListStateDescriptor<>(
                    "desk", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final DeskSettings settings;
    private final ControlFeed.Opener opener;
    private final OutputTag<Untold> untold;

    private transient Desk desk;
    private transient ControlFeed feed; // owned, closed in close()
    private transient Controls known;
    private transient ListState<byte[]> saved;
    private transient @Nullable DeskState restored; // until it is taken in open()
    private transient @Nullable ScheduledFuture<?> timer;
    private transient long timerMillis;

    DeskOperator(DeskSettings settings, ControlFeed.Opener opener, OutputTag<Untold> untold) {
        this.settings = settings;
        this.opener = opener;
        this.untold = untold;
    }

    /**
     * Puts a desk behind the alerts that are routed to a target.
     *
     * @param uid under which savepoints keep its state
     * @param pages how pages travel to what sends them
     * @param untold where alerts come out that are not sent by themselves
     */
    public static SingleOutputStreamOperator<Page> behind(
            DataStream<Alert> routed,
            DeskSettings settings,
            ControlFeed.Opener controls,
            TypeInformation<Page> pages,
            OutputTag<Untold> untold,
            String uid) {
        SingleOutputStreamOperator<Page> desk =
                routed.transform(
                        "controls and groups", pages, new DeskOperator(settings, controls, untold));
        return desk.uid(uid).forceNonParallel();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        saved = context.getOperatorStateStore().getListState(DESK);
        desk =
                new Desk(
                        settings,
                        new Outbox() {
                            @Override
                            public void page(Page page) {
                                output.collect(new StreamRecord<>(page));
                            }

                            @Override
                            public void untold(Untold row) {
                                output.collect(untold, new StreamRecord<>(row));
                            }
                        });
        restored = context.isRestored() ? DeskBytes.read(saved.get()) : null;
    }

    @Override
    public void open() throws Exception {
        super.open();
        feed = opener.open();
        timerMillis = Long.MAX_VALUE;
        long now = getProcessingTimeService().getCurrentProcessingTime();
        // Before the first alert: what is silenced must not be told in the first second.
        known = feed.latest();
        desk.controls(known.at(now), now);
        if (restored != null) {
            desk.restore(restored, now);
            restored = null;
        }
        look(now);
    }

    @Override
    public void processElement(StreamRecord<Alert> element) throws Exception {
        long now = getProcessingTimeService().getCurrentProcessingTime();
        desk.alert(element.getValue(), now);
        schedule(now);
    }

    /** Applies what operators say now, and what time has brought. */
    private void look(long now) {
        Controls latest = feed.latest();
        boolean mayChange = !latest.equals(known) || !latest.all().isEmpty();
        known = latest;
        if (mayChange) {
            InForce inForce = latest.at(now);
            desk.controls(inForce, now);
        }
        desk.time(now);
        schedule(now);
    }

    private void schedule(long now) {
        long wake = Math.min(desk.wakeAtMillis(), now + CONTROLS_EVERY_MILLIS);
        if (timer != null && timerMillis <= wake) {
            return;
        }
        if (timer != null) {
            timer.cancel(/* mayInterruptIfRunning= */ false);
        }
        timerMillis = Math.max(wake, now + 1);
        timer =
                getProcessingTimeService()
                        .registerTimer(
                                timerMillis,
                                at -> {
                                    timer = null;
                                    look(getProcessingTimeService().getCurrentProcessingTime());
                                });
    }

    @Override
    public void endInput() {
        desk.end(getProcessingTimeService().getCurrentProcessingTime());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        saved.update(DeskBytes.write(desk.state()));
    }

    @Override
    public void close() throws Exception {
        if (timer != null) {
            timer.cancel(/* mayInterruptIfRunning= */ false);
        }
        if (feed != null) {
            feed.close();
        }
        super.close();
    }
}
