package io.sightline.notify.source;

import io.sightline.table.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The pager lane in files: lines that are appended to the files of one folder, as they are
 * appended. One split, the folder, with how far each file was read.
 */
public final class PagerFolder implements Source<Alert, FolderPosition, Boolean> {

    private static final long serialVersionUID = 1L;

    private final String folder;
    private final String name;
    private final HashMap<String, Long> old; // bytes by name of file
    private final String valveId;

    /**
     * @param name the files' names begin with it
     * @param startMillis of files begun before that, only what is appended from now on is read
     * @throws UncheckedIOException when the folder is there and cannot be read
     */
    public PagerFolder(Path folder, String name, long startMillis, String valveId) {
        this.folder = folder.toAbsolutePath().toString();
        this.name = name;
        try {
            this.old = new HashMap<>(FolderPosition.behindOld(folder, name, startMillis).bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.valveId = valveId;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Alert, FolderPosition> createReader(SourceReaderContext context) {
        return new FolderReader(Path.of(folder), name, Valve.of(valveId));
    }

    @Override
    public SplitEnumerator<FolderPosition, Boolean> createEnumerator(
            SplitEnumeratorContext<FolderPosition> context) {
        return new OneSplit(context, new FolderPosition(old), false);
    }

    @Override
    public SplitEnumerator<FolderPosition, Boolean> restoreEnumerator(
            SplitEnumeratorContext<FolderPosition> context, Boolean assigned) {
        return new OneSplit(context, new FolderPosition(old), assigned);
    }

    @Override
    public SimpleVersionedSerializer<FolderPosition> getSplitSerializer() {
        return new FolderPosition.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
        return new Assigned();
    }

    /** Gives the folder to the first reader that comes. Thread: the coordinator's. */
    private static final class OneSplit implements SplitEnumerator<FolderPosition, Boolean> {

        private final SplitEnumeratorContext<FolderPosition> context;
        private final FolderPosition first;
        private boolean assigned;
        private @Nullable FolderPosition returned;

        OneSplit(
                SplitEnumeratorContext<FolderPosition> context,
                FolderPosition first,
                boolean assigned) {
            this.context = context;
            this.first = first;
            this.assigned = assigned;
        }

        @Override
        public void addReader(int subtask) {
            if (returned != null) {
                context.assignSplit(returned, subtask);
                returned = null;
            } else if (!assigned) {
                context.assignSplit(first, subtask);
            }
            assigned = true;
        }

        @Override
        public void addSplitsBack(List<FolderPosition> splits, int subtask) {
            splits.forEach(split -> returned = split);
        }

        @Override
        public Boolean snapshotState(long checkpointId) {
            return assigned;
        }

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {
            // Nobody asks: the reader is given its split when it comes.
        }

        @Override
        public void start() {
            // Nothing to discover.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** One byte. */
    private static final class Assigned implements SimpleVersionedSerializer<Boolean> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Boolean assigned) {
            return new byte[] {(byte) (assigned ? 1 : 0)};
        }

        @Override
        public Boolean deserialize(int version, byte[] bytes) {
            return bytes[0] == 1;
        }
    }
}
