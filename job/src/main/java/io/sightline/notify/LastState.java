package io.sightline.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest checkpoint or savepoint that runs have left in one folder. */
final class LastState {

    static final String CHECKPOINTS = "checkpoints";
    static final String SAVEPOINTS = "savepoints";

    private static final Logger LOG = LoggerFactory.getLogger(LastState.class);
    private static final String METADATA = "_metadata";

    private LastState() {}

    /** The folder of it; empty when there is none that is complete. */
    static Optional<Path> in(Path state) throws IOException {
        Path newest = null;
        FileTime time = null;
        for (Path found : all(state)) {
            FileTime written = Files.getLastModifiedTime(found.resolve(METADATA));
            if (time == null || written.compareTo(time) > 0) {
                newest = found;
                time = written;
            }
        }
        return Optional.ofNullable(newest);
    }

    /** Deletes what runs before the last have left. */
    static void forgetAllBut(Optional<Path> kept, Path state) {
        try {
            for (Path old : all(state)) {
                boolean isOfARunBefore =
                        kept.isPresent()
                                && !old.equals(kept.get())
                                && Files.getLastModifiedTime(old.resolve(METADATA))
                                                .compareTo(
                                                        Files.getLastModifiedTime(
                                                                kept.get().resolve(METADATA)))
                                        < 0;
                if (isOfARunBefore) {
                    delete(old);
                }
            }
        } catch (IOException e) {
            LOG.warn("Old state below {} could not be deleted", state, e);
        }
    }

    private static List<Path> all(Path state) throws IOException {
        List<Path> found = new ArrayList<>();
        // Checkpoints are one folder deeper: below that of their job.
        for (Path root : List.of(state.resolve(CHECKPOINTS), state.resolve(SAVEPOINTS))) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> paths = Files.walk(root, 3)) {
                    paths.filter(path -> path.endsWith(METADATA))
                            .map(Path::getParent)
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
