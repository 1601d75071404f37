package io.sightline.readback;

import io.sightline.verify.RecordTable;
import io.sightline.verify.RowPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The table {@code alerts} of a record. */
@FunctionalInterface
public interface RecordedAlerts {

    /**
     * Gives every row, those of one incident in any order.
     *
     * @throws UnreadableRecordException when it cannot be read to its end
     */
    void read(Consumer<RecordedAlert> taker) throws UnreadableRecordException;

    /**
     * The files below a folder; none at all if there was never anything to tell.
     *
     * @param folder that was given as {@code --output}
     */
    static RecordedAlerts ofFiles(Path folder) {
        Path alerts = folder.resolve(RecordTable.ALERTS.id());
        return taker -> {
            if (!Files.isDirectory(alerts)) {
                return;
            }
            try {
                for (Path file : FileRecord.complete(alerts)) {
                    try (BufferedReader lines =
                            Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                        long number = 0;
                        for (String line = lines.readLine();
                                line != null;
                                line = lines.readLine()) {
                            String place = new RowPlace(file.toString(), ++number).toString();
                            taker.accept(RecordedAlert.parse(place, line));
                        }
                    }
                }
            } catch (UnreadableRecordException e) {
                throw e;
            } catch (IOException e) {
                throw new UnreadableRecordException(
                        "Cannot read the alerts in '"
                                + alerts
                                + "': "
                                + e
                                + ". Let this user read everything below it, and run it again.",
                        e);
            }
        };
    }

    /** A topic. */
    static RecordedAlerts ofTopic(TopicRecord topics) {
        return taker ->
                topics.read(
                        List.of(RecordTable.ALERTS),
                        partition -> true,
                        new TopicRecord.Rows() {
                            @Override
                            public void headIsGone(RecordTable table, String partition) {
                                // What is left is compared with the measurements that are left.
                            }

                            @Override
                            public void row(
                                    RecordTable table, RowPlace place, @Nullable String json)
                                    throws UnreadableRecordException {
                                taker.accept(RecordedAlert.parse(place.toString(), json));
                            }
                        });
    }
}
