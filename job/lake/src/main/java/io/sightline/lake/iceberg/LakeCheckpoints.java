package io.sightline.lake.iceberg;

import io.sightline.lake.LakeException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;

/**
 * The folder where the embedded job keeps its checkpoints and savepoints. They are numbered on and
 * on from run to run, so the one with the highest number is where the next run goes on.
 */
record LakeCheckpoints(Path folder) {

    private static final String METADATA = "_metadata";
    private static final int DEPTH = 4; // folder, checkpoints, job, chk-N, _metadata

    private record Found(long number, Path path) {}

    static LakeCheckpoints in(String folder) {
        return new LakeCheckpoints(new Path(folder));
    }

    String checkpoints() {
        return new Path(folder, "checkpoints").toString();
    }

    String savepoints() {
        return new Path(folder, "savepoints").toString();
    }

    /**
     * The last one that is complete.
     *
     * @throws LakeException when one cannot be read. Going on from another would bring rows twice,
     *     so nothing is chosen in its place
     */
    Optional<String> latest() {
        try {
            List<Found> found = new ArrayList<>();
            collect(folder, DEPTH, found);
            return found.stream()
                    .max(Comparator.comparingLong(Found::number))
                    .map(newest -> newest.path().toString());
        } catch (IOException e) {
            throw new LakeException(
                    "Cannot look for the last checkpoint in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void collect(Path place, int depth, List<Found> found) throws IOException {
        FileStatus[] children;
        try {
            children = place.getFileSystem().listStatus(place);
        } catch (FileNotFoundException e) {
            return; // never used, or being cleaned up
        }
        if (children == null) {
            return;
        }
        for (FileStatus child : children) {
            if (child.getPath().getName().equals(METADATA)) {
                found.add(new Found(number(child.getPath()), place));
            } else if (child.isDir() && depth > 0) {
                collect(child.getPath(), depth - 1, found);
            }
        }
    }

    private static long number(Path metadata) {
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(metadata.getFileSystem().open(metadata)))) {
            return Checkpoints.loadCheckpointMetadata(
                            in, LakeCheckpoints.class.getClassLoader(), metadata.toString())
                    .getCheckpointId();
        } catch (IOException | RuntimeException e) {
            throw new LakeException(
                    metadata
                            + " cannot be read ("
                            + e.getMessage()
                            + "). If it is the last checkpoint, restore that file; if an older one"
                            + " is damaged, take its folder away.",
                    e);
        }
    }
}
