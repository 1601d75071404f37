package io.sightline.readback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of measurements that one writer wrote, by its own numbers: in that order the rows of a
 * rendition are in order. A slot that has nothing to write for a while goes on as another writer.
 */
final class FileChain {

    private final TreeMap<Long, Path> files = new TreeMap<>(); // by number
    private final Set<String> streams = new HashSet<>();
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private @Nullable Map<String, Long> firstByStream; // read only where order depends on it

    void add(long number, Path file) {
        files.put(number, file);
    }

    List<Path> files() {
        return List.copyOf(files.values());
    }

    /** Reads the footers: when it is about and whom. */
    void describe() throws UnreadableFileException {
        for (Path file : files.values()) {
            try (ParquetMeasurements rows = ParquetMeasurements.open(file)) {
                firstMillis = Math.min(firstMillis, rows.firstSecondMillis());
                lastMillis = Math.max(lastMillis, rows.lastSecondMillis());
                streams.addAll(rows.streams());
            } catch (IOException e) {
                throw new UnreadableFileException(file, e);
            }
        }
    }

    /** A file that cannot be read, for the message about it. */
    static final class UnreadableFileException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Path file;

        UnreadableFileException(Path file, IOException cause) {
            super(cause);
            this.file = file;
        }

        Path file() {
            return file;
        }
    }

    Set<String> streams() {
        return streams;
    }

    /**
     * Puts chains one after the other so that no stream's time runs backward. Usually their times
     * follow each other. Those of recordings do not, which all begin at the same event time: then
     * what counts is where each stream begins in each chain.
     */
    static List<FileChain> inOrder(List<FileChain> chains) throws UnreadableFileException {
        List<FileChain> left = new ArrayList<>(chains);
        left.sort(Comparator.comparingLong(chain -> chain.firstMillis));
        if (!overlap(left)) {
            return left;
        }
        for (FileChain chain : left) {
            chain.readFirsts();
        }
        List<FileChain> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            FileChain next =
                    left.stream()
                            .filter(one -> left.stream().noneMatch(other -> other.isBefore(one)))
                            .findFirst()
                            .orElse(left.get(0));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private static boolean overlap(List<FileChain> byFirst) {
        for (int i = 1; i < byFirst.size(); i++) {
            if (byFirst.get(i).firstMillis <= byFirst.get(i - 1).lastMillis) {
                return true;
            }
        }
        return false;
    }

    private void readFirsts() throws UnreadableFileException {
        Map<String, Long> firsts = new HashMap<>();
        for (Path file : files.values()) {
            try (ParquetMeasurements rows = ParquetMeasurements.open(file)) {
                rows.read(
                        List.of(),
                        EventSpan.ALL,
                        (whose, at, media, values) -> firsts.merge(whose.stream(), at, Math::min));
            } catch (IOException e) {
                throw new UnreadableFileException(file, e);
            }
        }
        firstByStream = firsts;
    }

    /** Whether a stream of both begins in this one. */
    private boolean isBefore(FileChain other) {
        Map<String, Long> own = firstByStream;
        Map<String, Long> others = other.firstByStream;
        if (own == null || others == null) {
            return false;
        }
        for (Map.Entry<String, Long> stream : own.entrySet()) {
            Long there = others.get(stream.getKey());
            if (there != null && stream.getValue() < there) {
                return true;
            }
        }
        return false;
    }
}
