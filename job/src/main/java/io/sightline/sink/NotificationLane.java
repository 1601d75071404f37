package io.sightline.sink;

import io.sightline.table.Notification;
import java.util.List;

/** Rows of {@code notifications}, written at once. Thread: the task's. Ownership: the opener's. */
public final class NotificationLane implements AutoCloseable {

    private final RowLane lane; // owned, closed in close()

    NotificationLane(RowLane lane) {
        this.lane = lane;
    }

    public void add(Notification row) {
        lane.add(PagerLane.encode(row));
    }

    /** Adds what an earlier attempt had {@link #unwritten()}. */
    public void add(LaneRow row) {
        lane.add(row);
    }

    /** What a checkpoint has to keep. */
    public List<LaneRow> unwritten() {
        return lane.unwritten();
    }

    @Override
    public void close() {
        lane.close();
    }
}
