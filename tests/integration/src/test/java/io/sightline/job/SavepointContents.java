package io.sightline.job;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.SavepointKeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/** What a canonical savepoint keeps, by the names that an upgrade looks for. */
final class SavepointContents {

    private SavepointContents() {}

    /**
     * One line for each keyed state: {@code uid: name, the snapshots of its serializers}, sorted.
     */
    static Set<String> keyedStates(String savepoint) throws IOException {
        Set<String> lines = new TreeSet<>();
        for (OperatorState operator : metadata(savepoint).getOperatorStates()) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                    if (handle instanceof SavepointKeyedStateHandle
                            && handle instanceof StreamStateHandle stream) {
                        addStates(operator.getOperatorUid().orElse("no uid"), stream, lines);
                    }
                }
            }
        }
        return lines;
    }

    /** One line for each state that is not keyed: {@code uid: name}, sorted. */
    static Set<String> operatorStates(String savepoint) throws IOException {
        Set<String> lines = new TreeSet<>();
        for (OperatorState operator : metadata(savepoint).getOperatorStates()) {
            String uid = operator.getOperatorUid().orElse("no uid");
            if (operator.getCoordinatorState() != null) {
                lines.add(uid + ": coordinator");
            }
            for (OperatorSubtaskState subtask : operator.getStates()) {
                for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                    for (String name : handle.getStateNameToPartitionOffsets().keySet()) {
                        lines.add(uid + ": " + name);
                    }
                }
            }
        }
        return lines;
    }

    /** By uid, under which id the state of an operator is found. */
    static Map<String, String> operatorIds(String savepoint) throws IOException {
        Map<String, String> ids = new TreeMap<>();
        for (OperatorState operator : metadata(savepoint).getOperatorStates()) {
            ids.put(
                    operator.getOperatorUid().orElse("no uid"),
                    operator.getOperatorID().toString());
        }
        return ids;
    }

    private static CheckpointMetadata metadata(String savepoint) throws IOException {
        Path file = Path.of(URI.create(savepoint)).resolve("_metadata");
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return Checkpoints.loadCheckpointMetadata(
                    in, SavepointContents.class.getClassLoader(), savepoint);
        }
    }

    private static void addStates(String uid, StreamStateHandle state, Set<String> lines)
            throws IOException {
        KeyedBackendSerializationProxy<?> header =
                new KeyedBackendSerializationProxy<>(SavepointContents.class.getClassLoader());
        try (var in = state.openInputStream()) {
            header.read(new DataInputViewStreamWrapper(in));
        }
        for (StateMetaInfoSnapshot info : header.getStateMetaInfoSnapshots()) {
            String serializers =
                    info.getSerializerSnapshotsImmutable().entrySet().stream()
                            .map(
                                    entry ->
                                            entry.getKey()
                                                    + "="
                                                    + entry.getValue()
                                                            .getClass()
                                                            .getName()
                                                            .replaceFirst(".*\\.", "")
                                                    + " v"
                                                    + entry.getValue().getCurrentVersion())
                            .sorted()
                            .collect(Collectors.joining(", "));
            lines.add(uid + ": " + info.getName() + ", " + serializers);
        }
    }
}
