package io.sightline.readback;

import io.sightline.verify.RecordCheck;
import io.sightline.verify.RecordTable;
import io.sightline.verify.RowPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that a run wrote below one folder of this machine; those that are not complete, whose
 * names begin with a dot, are passed over. Thread: the caller's.
 *
 * @param folder that was given as {@code --output}
 */
public record FileRecord(Path folder) {

    /**
     * Gives every row to the check.
     *
     * @throws UnreadableRecordException when there is no record, or not for this user
     */
    public void readInto(RecordCheck check) throws UnreadableRecordException {
        boolean isRecord = false;
        for (RecordTable table : RecordTable.values()) {
            Path files = folder.resolve(table.id());
            if (Files.isDirectory(files)) {
                isRecord = true;
                read(table, files, check);
            }
        }
        if (!isRecord) {
            throw new UnreadableRecordException(
                    "There is no record in '"
                            + folder
                            + "': none of the folders alerts, measurements and stream_states is"
                            + " there. Name the folder that was given to 'sightline monitor' with"
                            + " --output DIR.");
        }
    }

    private void read(RecordTable table, Path files, RecordCheck check)
            throws UnreadableRecordException {
        Path reading = files;
        try {
            for (Path file : complete(files)) {
                reading = file;
                String part = table.id() + "/" + file.getFileName();
                switch (table) {
                    case ALERTS, STREAM_STATES -> readLines(table, file, part, check);
                    case MEASUREMENTS -> ParquetSeconds.read(file, part, check);
                }
            }
        } catch (IOException e) {
            String reason = e instanceof AccessDeniedException ? "permission denied" : reason(e);
            throw new UnreadableRecordException(
                    "Cannot read '"
                            + reading
                            + "': "
                            + reason
                            + ". Let this user read everything below '"
                            + folder
                            + "', and run it again.",
                    e);
        }
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** By name, so that the same record gives the same report. */
    static List<Path> complete(Path files) throws IOException {
        List<Path> complete = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files, Files::isRegularFile)) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".") && !name.startsWith("_")) {
                    complete.add(file);
                }
            }
        }
        complete.sort(null);
        return complete;
    }

    private static void readLines(RecordTable table, Path file, String part, RecordCheck check)
            throws IOException {
        // Bytes that are no UTF-8 are replaced: where they matter the row is no JSON or no time.
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(file), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                check.row(table, new RowPlace(part, ++number), line);
            }
        }
    }
}
