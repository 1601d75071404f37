package io.sightline.isolation;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The marks of one reader in a file that is mapped into memory: pages of such a file outlive the
 * process without ever being written explicitly. While the reader lives it holds a lock on the
 * file, which the operating system takes away from the dead; a file without its lock was left by a
 * crash. Whoever ends cleanly deletes it.
 *
 * <p>Slots are not given out twice, since a thread that was told to end may still be in native code
 * for the former owner; when all are taken, later renditions have marks that are forgotten.
 *
 * <p>Ownership: holds the file and its lock until {@link #close()}; the mapping goes with the last
 * mark.
 */
final class CrashMarks implements AutoCloseable {

    static final String SUFFIX = ".marks";

    private static final int CHUNK_SLOTS = 64;
    static final int MOST_SLOTS = 1 << 16;

    private final Path file;
    private final FileChannel channel; // owned, closed in close(), and with it the lock
    private @Nullable ByteBuffer chunk;
    private int slots;

    private CrashMarks(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static CrashMarks create(Path directory) throws IOException {
        Path file = directory.resolve(thisProcess() + "-" + UUID.randomUUID() + SUFFIX);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new IOException("A new file is locked by another process: " + file);
            }
            return new CrashMarks(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * What the files of this process begin with. They are never opened a second time here: closing
     * one would take the lock from the first. The start time tells processes with equal ids apart,
     * as in containers.
     */
    static String thisProcess() {
        return ProcessHandle.current().pid()
                + "-"
                + ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /** A new mark; of a slot in the file, as long as there are any. */
    CrashMark open(MarkedInput input) throws IOException {
        if (slots == MOST_SLOTS) {
            return CrashMark.forgotten();
        }
        int index = slots % CHUNK_SLOTS;
        if (index == 0 || chunk == null) {
            long bytes = (long) CHUNK_SLOTS * CrashMark.SLOT_BYTES;
            long start = (long) (slots / CHUNK_SLOTS) * bytes;
            chunk = channel.map(FileChannel.MapMode.READ_WRITE, start, bytes);
        }
        ByteBuffer slot = chunk.slice(index * CrashMark.SLOT_BYTES, CrashMark.SLOT_BYTES);
        slots++;
        CrashMark mark = new CrashMark(slot);
        byte[] name = (input.fingerprint() + " " + input.stream()).getBytes(StandardCharsets.UTF_8);
        byte[] fitting =
                Arrays.copyOf(
                        name, Math.min(name.length, CrashMark.SLOT_BYTES - CrashMark.NAME_AT));
        slot.put(CrashMark.NAME_AT, fitting);
        slot.putInt(CrashMark.LENGTH_AT, fitting.length);
        return mark;
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file);
        } finally {
            channel.close();
        }
    }
}
