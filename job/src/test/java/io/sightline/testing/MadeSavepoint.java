package io.sightline.testing;

import io.sightline.source.enumerator.EnumeratorState;
import io.sightline.source.enumerator.EnumeratorStateSerializer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/** A savepoint as Flink writes it, of operators as a test wants them. */
public final class MadeSavepoint {

    private static final int MAX_PARALLELISM = 720;

    private final List<OperatorState> operators = new ArrayList<>();

    /** With a source that watches nothing, of the present state version. */
    public static MadeSavepoint ofSightline() throws IOException {
        return new MadeSavepoint().withSource("streams", new EnumeratorStateSerializer(), 0);
    }

    /** With a source that says its state is of so many versions after the present one. */
    public static MadeSavepoint ofLaterSightline(int versionsLater) throws IOException {
        return new MadeSavepoint()
                .withSource("streams", new EnumeratorStateSerializer(), versionsLater);
    }

    /** Without any operator. */
    public static MadeSavepoint empty() {
        return new MadeSavepoint();
    }

    private MadeSavepoint withSource(
            String uid, EnumeratorStateSerializer serializer, int versionsLater)
            throws IOException {
        byte[] state = serializer.serialize(new EnumeratorState(List.of(), List.of()));
        ByteBuffer.wrap(state).putInt(0, ByteBuffer.wrap(state).getInt(0) + versionsLater);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(1); // Flink's own frame
        out.writeInt(serializer.getVersion());
        out.writeInt(state.length);
        out.write(state);
        OperatorState operator = operator(uid, MAX_PARALLELISM);
        operator.setCoordinatorState(new ByteStreamStateHandle("coordinator", bytes.toByteArray()));
        operators.add(operator);
        return this;
    }

    /** Also an operator with something in it. */
    public MadeSavepoint with(String uid) {
        return with(uid, MAX_PARALLELISM);
    }

    /** Also an operator with something in it, of this maximum parallelism. */
    public MadeSavepoint with(String uid, int maxParallelism) {
        OperatorStateHandle state =
                new OperatorStreamStateHandle(
                        Map.of(
                                "list",
                                new OperatorStateHandle.StateMetaInfo(
                                        new long[] {0}, OperatorStateHandle.Mode.SPLIT_DISTRIBUTE)),
                        new ByteStreamStateHandle(uid, new byte[] {1, 2, 3}));
        OperatorState operator = operator(uid, maxParallelism);
        operator.putState(0, OperatorSubtaskState.builder().setManagedOperatorState(state).build());
        operators.add(operator);
        return this;
    }

    /** Also an operator that kept nothing. */
    public MadeSavepoint withEmpty(String uid) {
        operators.add(operator(uid, MAX_PARALLELISM));
        return this;
    }

    private static OperatorState operator(String uid, int maxParallelism) {
        return new OperatorState(uid, uid, new OperatorID(), 1, maxParallelism);
    }

    /**
     * Writes it.
     *
     * @return {@code folder}, which then is a savepoint
     */
    public Path writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (OutputStream out = Files.newOutputStream(folder.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(7, operators, List.of()), out);
        }
        return folder;
    }
}
