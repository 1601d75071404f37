package io.sightline.job;

import io.sightline.sink.Destination;
import io.sightline.sink.FileDestination;
import io.sightline.source.enumerator.EnumeratorStateSerializer;
import io.sightline.state.NewerStateException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/**
 * A savepoint or checkpoint that a run is to go on from, looked at before anything starts: is it
 * one, is it Sightline's, can this release read it, and has everything in it a place in the job?
 */
public final class RestorePoint {

    private static final int MOST_NAMED = 6;

    private final String path;
    private final Collection<OperatorState> operators;

    private RestorePoint(String path, CheckpointMetadata metadata) {
        this.path = path;
        this.operators = metadata.getOperatorStates();
    }

    /** What becomes of state that has no place in the job. */
    public enum Unclaimed {
        REFUSED,
        DROPPED
    }

    /**
     * Opens it.
     *
     * @throws RestoreException when nothing can be read there
     */
    public static RestorePoint open(String path) throws RestoreException {
        return new RestorePoint(path, SavepointFile.read(path));
    }

    /**
     * Checks that a job can go on from here.
     *
     * @throws RestoreException naming what does not fit, and what to do
     */
    public void requireFits(Destination destination, Unclaimed unclaimed) throws RestoreException {
        OperatorState streams =
                find(OperatorUids.STREAMS)
                        .orElseThrow(
                                () ->
                                        new RestoreException(
                                                path
                                                        + " is of another job: it holds the state of "
                                                        + named(namesOfAll())
                                                        + ", none of it Sightline's. Name a"
                                                        + " savepoint or checkpoint of Sightline"));
        requireKnown(streams);
        requireMaxParallelism();
        if (unclaimed == Unclaimed.REFUSED) {
            requirePlaces(destination);
        }
    }

    private void requireKnown(OperatorState streams) throws RestoreException {
        ByteStreamStateHandle state = streams.getCoordinatorState();
        if (state == null) {
            return; // taken when every input had ended
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state.getData()))) {
            in.readInt(); // version of Flink's own frame around the next three
            int version = in.readInt();
            byte[] bytes = in.readNBytes(in.readInt());
            var unused = new EnumeratorStateSerializer().deserialize(version, bytes);
        } catch (NewerStateException e) {
            throw new RestoreException(path + ": " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw new RestoreException(
                    path
                            + ": the state of the source is damaged ("
                            + e.getMessage()
                            + "). Take another savepoint or checkpoint");
        }
    }

    private void requireMaxParallelism() throws RestoreException {
        for (OperatorState operator : operators) {
            if (operator.getMaxParallelism() != MonitorTopology.MAX_PARALLELISM
                    && OperatorUids.isOurs(uidOf(operator))) {
                throw new RestoreException(
                        path
                                + " was taken with a maximum parallelism of "
                                + operator.getMaxParallelism()
                                + ", and Sightline's is "
                                + MonitorTopology.MAX_PARALLELISM
                                + ": take pipeline.max-parallelism out of the configuration of"
                                + " whoever took it. This savepoint cannot be used");
            }
        }
    }

    private void requirePlaces(Destination destination) throws RestoreException {
        Set<String> places = OperatorUids.of(destination);
        Set<String> homeless = new TreeSet<>();
        for (OperatorState operator : operators) {
            if (hasState(operator) && !places.contains(uidOf(operator))) {
                homeless.add(nameOf(operator));
            }
        }
        if (homeless.isEmpty()) {
            return;
        }
        String elsewhere = destination instanceof FileDestination ? "to Kafka" : "to files";
        boolean isOutput = OperatorUids.otherSinks(destination).containsAll(homeless);
        throw new RestoreException(
                path
                        + " holds state that this run has no place for: "
                        + named(homeless)
                        + (isOutput
                                ? ". It was taken by a run that wrote "
                                        + elsewhere
                                        + ", and rows may still be on their way there. Go on as it"
                                        + " was taken, stop, and go on from that savepoint"
                                : ". Go on with the release that took it")
                        + "; or drop it: --allow-non-restored-state, on a cluster 'flink run -n' or"
                        + " allowNonRestoredState");
    }

    private static boolean hasState(OperatorState operator) {
        return operator.getCoordinatorState() != null
                || operator.getStates().stream().anyMatch(OperatorSubtaskState::hasState);
    }

    private Optional<OperatorState> find(String uid) {
        return operators.stream().filter(operator -> uidOf(operator).equals(uid)).findAny();
    }

    private Set<String> namesOfAll() {
        Set<String> names = new TreeSet<>();
        operators.forEach(operator -> names.add(nameOf(operator)));
        return names;
    }

    private static String uidOf(OperatorState operator) {
        return operator.getOperatorUid().orElse("");
    }

    private static String nameOf(OperatorState operator) {
        return operator.getOperatorUid()
                .or(operator::getOperatorName)
                .orElseGet(() -> operator.getOperatorID().toString());
    }

    private static String named(Set<String> names) {
        if (names.isEmpty()) {
            return "nothing";
        }
        List<String> quoted = names.stream().map(name -> "'" + name + "'").toList();
        return quoted.size() <= MOST_NAMED
                ? String.join(", ", quoted)
                : String.join(", ", quoted.subList(0, MOST_NAMED))
                        + " and "
                        + (quoted.size() - MOST_NAMED)
                        + " more";
    }
}
