package io.sightline.lake.iceberg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.LockManager;
import org.apache.iceberg.util.LockManagers;
import org.jspecify.annotations.Nullable;

/**
 * Lets one commit at a time into a table of a warehouse on this machine, whichever process it comes
 * from. Iceberg's catalog of plain folders looks whether a version is there and then renames its
 * own to it; without a lock two processes can both find none, and the second takes the first's
 * commit away. A process that dies leaves nothing locked. Threads: any.
 *
 * <p>Other file systems are left to Iceberg's own lock within the process: there, upkeep and job
 * belong into a catalog that knows transactions.
 */
public final class WarehouseLocks implements LockManager {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** A process may lock a file once; what it holds is known to all of its threads. */
    private static final Map<Path, Held> HELD = new ConcurrentHashMap<>();

    private record Held(String owner, FileChannel channel, FileLock lock) {}

    private final LockManager within = LockManagers.defaultLockManager();

    /** For Iceberg, which makes it by its name. */
    public WarehouseLocks() {}

    @Override
    public void initialize(Map<String, String> properties) {
        // Nothing to choose.
    }

    @Override
    public boolean acquire(String entity, String owner) {
        Path file = lockFile(entity);
        if (file == null) {
            return within.acquire(entity, owner);
        }
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        do {
            Held held = HELD.computeIfAbsent(file, path -> lock(path, owner));
            if (held != null && held.owner().equals(owner)) {
                return true;
            }
        } while (pause() && System.nanoTime() - deadlineNanos < 0);
        return false;
    }

    @Override
    public boolean release(String entity, String owner) {
        Path file = lockFile(entity);
        if (file == null) {
            return within.release(entity, owner);
        }
        Held held = HELD.get(file);
        if (held == null || !held.owner().equals(owner)) {
            return false;
        }
        try (FileChannel channel = held.channel();
                FileLock lock = held.lock()) {
            return lock.isValid() && channel.isOpen();
        } catch (IOException e) {
            return false; // gone with the channel
        } finally {
            HELD.remove(file, held);
        }
    }

    /** Beside the versions of a table's metadata; null for what is not a file of this machine. */
    private static @Nullable Path lockFile(String entity) {
        String local = entity.startsWith("file:") ? entity.substring("file:".length()) : entity;
        Path version = Path.of(local.replaceFirst("^/+", "/"));
        return local.startsWith("/") ? version.resolveSibling(".commit.lock") : null;
    }

    private static @Nullable Held lock(Path file, String owner) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return null;
            }
            return new Held(owner, channel, lock);
        } catch (IOException e) {
            return null; // tried again until patience ends, then the commit fails and is retried
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        // Each commit releases its own.
    }
}
