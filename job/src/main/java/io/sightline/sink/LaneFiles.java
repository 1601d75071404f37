package io.sightline.sink;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How large and how old the files of a lane become.
 *
 * @param rollBytes a file of this size is ended
 * @param rollAfter so is one of this age
 * @param keepBytes of all files; the oldest are deleted beyond it
 * @param keepFor files that were not written to for so long are deleted
 */
public record LaneFiles(long rollBytes, Duration rollAfter, long keepBytes, Duration keepFor)
        implements Serializable {

    /** A week of alerts, in some 200,000 lines at most. */
    static final LaneFiles PAGER =
            new LaneFiles(8L << 20, Duration.ofHours(1), 256L << 20, Duration.ofDays(7));

    /** As a table of the record, it is for its owner to delete. */
    static final LaneFiles KEPT =
            new LaneFiles(64L << 20, Duration.ofDays(1), Long.MAX_VALUE, Duration.ofDays(36_500));

    /** The files of that name, those that were begun first in front; none if there is no folder. */
    public static List<Path> in(Path folder, String name) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, name + "-*.jsonl")) {
            all.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        files.sort(null);
        return files;
    }
}
