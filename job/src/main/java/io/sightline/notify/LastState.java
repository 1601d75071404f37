package io.sightline.notify;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest checkpoint or savepoint that runs have left in one folder. */
final class LastState {

    static final String CHECKPOINTS = "checkpoints";
    static final String SAVEPOINTS = "savepoints";

    private static final Logger LOG = LoggerFactory.getLogger(LastState.class);
    private static final String METADATA = "_metadata";

    /** Checkpoints are one folder deeper than savepoints: below that of their job. */
    private static final int DEEPEST = 3;

    private LastState() {}

    /** The folder of it; empty when there is none that is complete. */
    static Optional<Path> in(Path state) throws IOException {
        return all(state).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /** Deletes what runs before the last have left. */
    static void forgetAllBut(Optional<Path> kept, Path state) {
        try {
            Map<Path, FileTime> all = all(state);
            FileTime keptSince = kept.map(all::get).orElse(null);
            if (keptSince == null) {
                return;
            }
            for (Map.Entry<Path, FileTime> old : all.entrySet()) {
                if (old.getValue().compareTo(keptSince) < 0) {
                    delete(old.getKey());
                }
            }
        } catch (IOException e) {
            LOG.warn("Old state below {} could not be deleted", state, e);
        }
    }

    /** When each was completed, by its folder. What goes away meanwhile is passed over. */
    private static Map<Path, FileTime> all(Path state) throws IOException {
        Map<Path, FileTime> found = new HashMap<>();
        FileVisitor<Path> visitor =
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.endsWith(METADATA)) {
                            found.put(file.getParent(), attributes.lastModifiedTime());
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }
                };
        for (String kind : List.of(CHECKPOINTS, SAVEPOINTS)) {
            Files.walkFileTree(state.resolve(kind), Set.of(), DEEPEST, visitor);
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
