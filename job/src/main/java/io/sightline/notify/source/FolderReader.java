package io.sightline.notify.source;

import io.sightline.sink.LaneFiles;
import io.sightline.table.Alert;
import io.sightline.table.AlertJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines as they are appended, from the oldest file to the newest, a piece of a file at a
 * time. A line that has no end yet is left for later.
 *
 * <p>Thread: the task's. State: {@link #snapshotState}.
 */
final class FolderReader implements SourceReader<Alert, FolderPosition> {

    private static final Logger LOG = LoggerFactory.getLogger(FolderReader.class);

    /** How often the folder is looked at while nothing comes. */
    private static final long LOOK_EVERY_MILLIS = 20;

    private static final int PIECE_BYTES = 64 * 1024;
    private static final int LONGEST_LINE_BYTES = 4 << 20;
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);

    private final Path folder;
    private final String name;
    private final Valve valve;
    private final Map<String, Long> done = new HashMap<>(); // bytes emitted, by file
    private final Queue<Line> lines = new ArrayDeque<>(); // read, not emitted

    private boolean assigned;
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

    /**
     * @param end of the line in its file
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Line(String file, long end, byte[] json) {}

    FolderReader(Path folder, String name, Valve valve) {
        this.folder = folder;
        this.name = name;
        this.valve = valve;
    }

    @Override
    public void addSplits(List<FolderPosition> splits) {
        for (FolderPosition split : splits) {
            assigned = true;
            done.putAll(split.bytes());
        }
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Alert> output) throws IOException {
        if (!assigned) {
            available = new CompletableFuture<>(); // completed by addSplits
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (lines.isEmpty()) {
            readMore();
        }
        Line line = lines.poll();
        if (line == null) {
            available = CompletableFuture.runAsync(() -> {}, LATER);
            return InputStatus.NOTHING_AVAILABLE;
        }
        done.put(line.file, line.end);
        emit(line, output);
        return InputStatus.MORE_AVAILABLE;
    }

    private void emit(Line line, ReaderOutput<Alert> output) {
        Alert alert;
        try {
            alert = AlertJson.read(line.json);
        } catch (IOException e) {
            // Half a line before a full disk, or not ours: one bad row must not silence a target.
            LOG.warn("A line of {} is passed over: {}", line.file, e.getMessage());
            return;
        }
        valve.countRead();
        output.collect(alert);
    }

    private void readMore() throws IOException {
        List<Path> files = LaneFiles.in(folder, name);
        for (Path file : files) {
            try {
                if (readPiece(file)) {
                    return;
                }
            } catch (NoSuchFileException | java.io.FileNotFoundException e) {
                LOG.debug("{} was deleted meanwhile", file, e);
            }
        }
        if (done.size() > files.size()) {
            done.keySet().removeIf(file -> !Files.exists(folder.resolve(file)));
        }
    }

    /** Whether lines were found. */
    private boolean readPiece(Path file) throws IOException {
        String name = file.getFileName().toString();
        long from = done.getOrDefault(name, 0L);
        long size = Files.size(file);
        if (size <= from) {
            return false;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(from);
            byte[] piece = new byte[(int) Math.min(size - from, PIECE_BYTES)];
            while (true) {
                in.readFully(piece);
                if (split(name, from, piece)
                        || piece.length >= Math.min(size - from, LONGEST_LINE_BYTES)) {
                    return !lines.isEmpty();
                }
                in.seek(from); // a line longer than the piece
                piece = new byte[(int) Math.min(size - from, 4L * piece.length)];
            }
        }
    }

    private boolean split(String file, long from, byte[] piece) {
        int begin = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n') {
                lines.add(new Line(file, from + i + 1, Arrays.copyOfRange(piece, begin, i)));
                begin = i + 1;
            }
        }
        return begin > 0;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    /** Lines that were read but not emitted are read again. */
    @Override
    public List<FolderPosition> snapshotState(long checkpointId) {
        return assigned ? List.of(new FolderPosition(done)) : List.of();
    }

    @Override
    public void start() {
        // Begins with the first split.
    }

    @Override
    public void notifyNoMoreSplits() {
        // There is one, and it has no end.
    }

    @Override
    public void close() {
        lines.clear();
    }
}
