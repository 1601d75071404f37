package io.sightline.job;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/** The file that makes a folder a savepoint or checkpoint, wherever Flink can read. */
final class SavepointFile {

    private static final String METADATA = "_metadata";
    private static final int MOST_NAMED = 3;

    private SavepointFile() {}

    /**
     * Reads what a folder holds, without the state itself.
     *
     * @throws RestoreException saying what is there instead
     */
    static CheckpointMetadata read(String text) throws RestoreException {
        Path path = path(text);
        Path file;
        try {
            file = find(path);
        } catch (FileNotFoundException e) {
            throw new RestoreException(
                    text
                            + " does not exist. Name the folder of a savepoint or a checkpoint: a run"
                            + " that is stopped prints it");
        } catch (IOException e) {
            throw new RestoreException(text + " cannot be looked at: " + e.getMessage());
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(file.getFileSystem().open(file)))) {
            return Checkpoints.loadCheckpointMetadata(
                    in, SavepointFile.class.getClassLoader(), text);
        } catch (IOException | RuntimeException e) {
            throw new RestoreException(
                    file.getPath()
                            + " cannot be read as that of a savepoint or checkpoint: it was cut"
                            + " short, is of a newer Flink, or is something else ("
                            + (e.getMessage() == null
                                    ? e.getClass().getSimpleName()
                                    : e.getMessage())
                            + "). Name another");
        }
    }

    private static Path path(String text) throws RestoreException {
        if (text.isBlank()) {
            throw new RestoreException("an empty text is no path of a savepoint or checkpoint");
        }
        try {
            return new Path(text);
        } catch (IllegalArgumentException e) {
            throw new RestoreException("'" + text + "' is no path: " + e.getMessage());
        }
    }

    private static Path find(Path path) throws IOException, RestoreException {
        FileSystem files = path.getFileSystem();
        if (!files.getFileStatus(path).isDir()) {
            return path;
        }
        Path metadata = new Path(path, METADATA);
        if (files.exists(metadata)) {
            return metadata;
        }
        List<FileStatus> within = within(files, path);
        throw new RestoreException(
                path.getPath()
                        + " is neither a savepoint nor a checkpoint: it holds no file '"
                        + METADATA
                        + "'. "
                        + (within.isEmpty()
                                ? "Name the folder of one: a run that is stopped prints it"
                                : "Name one of those in it: "
                                        + within.stream()
                                                .limit(MOST_NAMED)
                                                .map(folder -> folder.getPath().getPath())
                                                .collect(Collectors.joining(", "))));
    }

    /** Savepoints and checkpoints right below, the newest first. */
    private static List<FileStatus> within(FileSystem files, Path folder) throws IOException {
        List<FileStatus> found = new ArrayList<>();
        for (FileStatus child : files.listStatus(folder)) {
            if (child.isDir() && files.exists(new Path(child.getPath(), METADATA))) {
                found.add(child);
            }
        }
        found.sort(Comparator.comparingLong(FileStatus::getModificationTime).reversed());
        return found;
    }
}
