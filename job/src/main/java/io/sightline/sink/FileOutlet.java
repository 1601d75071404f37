package io.sightline.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of one local folder to which lines are appended at once; a reader sees each line as soon as
 * it ends. Every writer has files of its own, and goes on to a new one when the last is large or
 * old. Old files are deleted, so that the folder does not grow for ever.
 *
 * <p>Lines are not forced to disk: they survive the process, not a power failure.
 */
final class FileOutlet implements LaneOutlet {

    private static final Logger LOG = LoggerFactory.getLogger(FileOutlet.class);

    private final Path folder;
    private final String name;
    private final LaneFiles limits;
    private final LongSupplier clock;

    private @Nullable FileChannel file; // owned, closed in close() and when rolled
    private long bytes;
    private long openedMillis;

    /**
     * @param name of the files before their time
     * @param clock wall time, epoch milliseconds
     */
    FileOutlet(Path folder, String name, LaneFiles limits, LongSupplier clock) {
        this.folder = folder;
        this.name = name;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public void write(LaneRow row, Answer answer) {
        ByteBuffer line = ByteBuffer.wrap((row.json() + "\n").getBytes(StandardCharsets.UTF_8));
        int size = line.remaining();
        try {
            FileChannel open = current();
            while (line.hasRemaining()) {
                open.write(line);
            }
            bytes += size;
        } catch (IOException e) {
            end(); // what is half written is never continued: readers pass over it
            answer.onWritten(e);
            return;
        }
        answer.onWritten(null);
    }

    private FileChannel current() throws IOException {
        long nowMillis = clock.getAsLong();
        if (file != null
                && (bytes >= limits.rollBytes()
                        || nowMillis - openedMillis >= limits.rollAfter().toMillis())) {
            end();
        }
        if (file == null) {
            Files.createDirectories(folder);
            dropOld(nowMillis);
            // Names sort by time: readers take older files first.
            Path path =
                    folder.resolve(
                            "%s-%013d-%s.jsonl"
                                    .formatted(
                                            name,
                                            nowMillis,
                                            UUID.randomUUID().toString().substring(0, 8)));
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
            bytes = 0;
            openedMillis = nowMillis;
        }
        return file;
    }

    private void dropOld(long nowMillis) throws IOException {
        List<Path> files = LaneFiles.in(folder, name);
        long total = 0;
        for (int i = files.size() - 1; i >= 0; i--) { // the newest first
            Path path = files.get(i);
            try {
                total += Files.size(path);
                long ageMillis = nowMillis - Files.getLastModifiedTime(path).toMillis();
                if (total > limits.keepBytes() || ageMillis > limits.keepFor().toMillis()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                LOG.debug("Another writer took {} away meanwhile", path, e);
            }
        }
    }

    private void end() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.warn("A file of {} could not be closed", folder, e);
        }
        file = null;
    }

    @Override
    public void close() {
        end();
    }
}
