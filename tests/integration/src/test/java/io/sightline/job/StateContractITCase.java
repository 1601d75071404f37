package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.TierControl;
import io.sightline.incident.IncidentProgressSerializer;
import io.sightline.sink.Destination;
import io.sightline.sink.FileDestination;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.LocalChannel;
import io.sightline.source.enumerator.EnumeratorStateSerializer;
import io.sightline.source.split.StreamSplitSerializer;
import io.sightline.state.StateVersion;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a later release looks for in a savepoint of this one, in one place: {@code
 * src/test/resources/savepoints/state.txt}.
 */
class StateContractITCase {

    private static final Path SAVEPOINTS = Path.of("src/test/resources/savepoints");

    private static final String HOW_TO_CHANGE_IT =
            """

            What savepoints hold has changed. If that was not meant, undo it: a uid or a name of a
            state that changes loses that state at the next upgrade, and a serializer whose
            snapshot has another class is refused. If it was meant:
              1. leave uids, names and snapshot classes alone; raise the version within the bytes
                 (version(), VERSION, STATE_VERSION) and keep the read path of the one before;
              2. if a release was made since StateVersion.CURRENT was raised last, raise it, and
                 take and keep a savepoint of it: src/test/resources/savepoints/README.md;
              3. write what is found below into src/test/resources/savepoints/state.txt;
              4. say in docs/how-to/upgrade.md what an upgrade from before does.
            What is found:
            %s
            """;

    @TempDir Path folder;

    @Test
    void savepointsHoldWhatTheContractSays() throws Exception {
        TreeSet<String> found = new TreeSet<>();
        addUids(found);
        addVersions(found);
        addStates(found, takeSavepoint());

        assertThat(String.join("\n", found))
                .withFailMessage(() -> HOW_TO_CHANGE_IT.formatted(String.join("\n", found)))
                .isEqualTo(Files.readString(SAVEPOINTS.resolve("state.txt")).strip());
    }

    @Test
    void keptSavepointsAreFoundUnderTheSameIds() throws IOException {
        TreeSet<String> now = new TreeSet<>();
        addUids(now);
        for (Path kept : StateEvolutionITCase.kept()) {
            Map<String, String> ids = SavepointContents.operatorIds(kept.toUri().toString());

            for (String uid : List.of("streams", "detect", "debounce")) {
                assertThat(now).as(kept.toString()).contains("uid " + uid + " is " + ids.get(uid));
            }
        }
    }

    /** Also of the names under which Flink hashes uids. */
    private void addUids(Set<String> found) {
        for (Destination destination :
                List.of(
                        new FileDestination(folder.toString()),
                        KafkaDestination.at("127.0.0.1:9092"))) {
            WholeTopology job = WholeTopology.over(Path.of("clip.mp4"), 1).sinkTo(destination);
            for (JobVertex vertex : job.env.getStreamGraph(false).getJobGraph().getVertices()) {
                for (OperatorIDPair id : vertex.getOperatorIDs()) {
                    found.add(
                            "uid %s is %s"
                                    .formatted(
                                            id.getUserDefinedOperatorUid(),
                                            id.getGeneratedOperatorID()));
                }
            }
        }
    }

    private static void addVersions(Set<String> found) throws Exception {
        found.add("version of all together: " + StateVersion.CURRENT);
        found.add("version of streams, positions: " + new StreamSplitSerializer().getVersion());
        found.add("version of streams, registry: " + new EnumeratorStateSerializer().getVersion());
        found.add("version of detect, analysis: " + constant("io.sightline.detect.Analysis"));
        found.add("version of detect, judge: " + constant("io.sightline.detect.Judge"));
        found.add("version of detect, decode tiers: " + constant(TierControl.class.getName()));
        found.add(
                "version of debounce, progress of incidents: "
                        + written(new IncidentProgressSerializer()));
        for (String name : List.of("AlertSubject", "DefectWindow")) {
            Constructor<?> constructor =
                    Class.forName("io.sightline.incident." + name + "$Serializer")
                            .getDeclaredConstructor();
            constructor.setAccessible(true);
            found.add(
                    "version of debounce, "
                            + name
                            + ": "
                            + written((TypeSerializer<?>) constructor.newInstance()));
        }
    }

    private static int constant(String className) throws ReflectiveOperationException {
        Field field = Class.forName(className).getDeclaredField("STATE_VERSION");
        field.setAccessible(true);
        return field.getInt(null);
    }

    /** The bytes begin with it. */
    private static <T> int written(TypeSerializer<T> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(serializer.createInstance(), out);
        return out.getCopyOfBuffer()[0];
    }

    private static void addStates(Set<String> found, String savepoint) throws IOException {
        SavepointContents.keyedStates(savepoint).forEach(line -> found.add("keyed " + line));
        SavepointContents.operatorStates(savepoint).forEach(line -> found.add("state " + line));
    }

    /** Of the present job, with incidents open. */
    private String takeSavepoint() throws Exception {
        SavepointScene.makeMedia();
        ToldRows told = new ToldRows();
        try (LocalChannel channel = LocalChannel.open(told)) {
            JobClient run =
                    SavepointScene.start(ScheduledDecoders.paced(/* speed= */ 4), 1, null, channel);
            try {
                told.awaitAlert(120_000);
                return run.stopWithSavepoint(
                                /* advanceToEndOfEventTime= */ false,
                                folder.toUri().toString(),
                                SavepointFormatType.CANONICAL)
                        .get();
            } catch (Exception | Error e) {
                run.cancel().get();
                throw e;
            }
        }
    }
}
