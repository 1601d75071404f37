package io.sightline.sink;

import io.sightline.table.Alert;
import io.sightline.table.AlertJson;
import io.sightline.table.JsonRows;
import io.sightline.table.Notification;
import io.sightline.table.TableSchemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Alerts as they happen, for whoever notifies people, and what became of the notifications. Both
 * lanes are written at once and at least once; the record, which is exactly once, is in the tables.
 */
public final class PagerLane {

    /** Of the files below the output. */
    public static final String FOLDER = "pager";

    private static final JsonRows<Notification> NOTIFICATIONS =
            new JsonRows<>(TableSchemas.NOTIFICATIONS);

    private PagerLane() {}

    /** The sink of the main job: rows of {@code alerts}, by incident. */
    public static Sink<Alert> to(Destination destination) {
        return new LaneSink<>("pager", pager(destination), PagerLane::encode);
    }

    /** The sink for notifications that were never sent. */
    public static Sink<Notification> notificationsTo(Destination destination) {
        return new LaneSink<>("notifications", notifications(destination), PagerLane::encode);
    }

    /** The same for the writer of another sink; owned by the caller. */
    public static NotificationLane openNotifications(
            Destination destination, WriterInitContext context) {
        return new NotificationLane(
                new RowLane(
                        "notifications",
                        notifications(destination).open(),
                        new TaskThread(context)));
    }

    /** Where its files are; empty for topics and where nothing can be appended. */
    public static Optional<Path> folder(Destination destination) {
        return pager(destination) instanceof LaneAddress.InFolder files
                ? Optional.of(Path.of(files.folder()))
                : Optional.empty();
    }

    private static LaneAddress pager(Destination destination) {
        return LaneAddress.in(destination, FOLDER, topics(destination).pager(), LaneFiles.PAGER);
    }

    private static LaneAddress notifications(Destination destination) {
        return LaneAddress.in(
                destination,
                TableSchemas.NOTIFICATIONS.name(),
                topics(destination).notifications(),
                LaneFiles.KEPT);
    }

    private static TopicNames topics(Destination destination) {
        return destination instanceof KafkaDestination kafka ? kafka.topics() : TopicNames.DEFAULT;
    }

    private static LaneRow encode(Alert alert) {
        return new LaneRow(
                alert.incidentId(), new String(AlertJson.write(alert), StandardCharsets.UTF_8));
    }

    static LaneRow encode(Notification row) {
        return new LaneRow(
                row.incidentId(), new String(NOTIFICATIONS.encode(row), StandardCharsets.UTF_8));
    }
}
