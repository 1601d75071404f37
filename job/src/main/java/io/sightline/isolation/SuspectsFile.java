package io.sightline.isolation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of a directory, in one text file that is replaced as a whole. Any number of processes
 * may change it; readers need no lock.
 */
final class SuspectsFile {

    private static final String HEADER = "sightline-suspects 1";

    /** File locks say nothing among the threads of one process. */
    private static final Object IN_PROCESS = new Object();

    private final Path directory;
    private final Path file;

    SuspectsFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("suspects");
    }

    /** What happens to the records; they are written back if they differ afterwards. */
    interface Change {
        void apply(Map<String, CrashRecord> byFingerprint) throws IOException;
    }

    /** Reads, changes and replaces; nobody else does meanwhile. */
    Map<String, CrashRecord> change(Change change) throws IOException {
        synchronized (IN_PROCESS) {
            Path lockFile = directory.resolve("lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Map<String, CrashRecord> before = read();
                Map<String, CrashRecord> after = new TreeMap<>(before);
                change.apply(after);
                if (!after.equals(before) && lock.isValid()) {
                    replace(after);
                }
                return after;
            }
        }
    }

    /** By fingerprint; lines that are none are left out. */
    Map<String, CrashRecord> read() throws IOException {
        Map<String, CrashRecord> records = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                CrashRecord.ofLine(line).ifPresent(r -> records.put(r.input().fingerprint(), r));
            }
        } catch (NoSuchFileException e) {
            // No suspect so far.
        }
        return records;
    }

    /** Differs when the file was replaced. */
    String version() throws IOException {
        try {
            return Files.getLastModifiedTime(file).toString() + Files.size(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private void replace(Map<String, CrashRecord> records) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        records.values().forEach(record -> text.append(record.toLine()).append('\n'));
        Path next = directory.resolve("suspects.next");
        try (FileChannel out =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(/* metaData= */ true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
