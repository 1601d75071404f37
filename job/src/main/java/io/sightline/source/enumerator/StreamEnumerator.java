package io.sightline.source.enumerator;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.source.ingest.InputKind;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the streams to watch, splits them into renditions, and gives every split to the subtask
 * that owns the key group of its stream.
 *
 * <p>Thread: the coordinator's; the registry is read by {@code callAsync}. After a restore readers
 * report their splits and nobody else has them; a split that is neither reported nor unassigned
 * here was read to its end.
 */
public final class StreamEnumerator implements SplitEnumerator<StreamSplit, EnumeratorState> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamEnumerator.class);
    private static final long EXPAND_INTERVAL_MILLIS = 2000;

    private final SplitEnumeratorContext<StreamSplit> context;
    private final Registry registry;
    private final RenditionQuestions questions; // owned, closed in close()
    private final ProgrammePlacement placement;

    private final Map<StreamId, PlacedStream> streams = new TreeMap<>();
    private final Map<String, StreamSplit> unassigned = new LinkedHashMap<>();
    private final Map<String, Integer> assigned = new HashMap<>(); // split id to subtask
    private final Set<Integer> signalled = new HashSet<>(); // told that no split follows
    private List<String> lastProblems = List.of();
    private @Nullable RegistryLoader loader; // owned, opened in start(), closed in close()

    public StreamEnumerator(
            SplitEnumeratorContext<StreamSplit> context,
            Registry registry,
            RenditionResolver resolver,
            int maxParallelism,
            @Nullable EnumeratorState restored) {
        this(
                context,
                registry,
                new RenditionQuestions(context, resolver, RenditionQuestions.openThreads()),
                maxParallelism,
                restored);
    }

    /** Ownership: takes {@code questions}. */
    StreamEnumerator(
            SplitEnumeratorContext<StreamSplit> context,
            Registry registry,
            RenditionQuestions questions,
            int maxParallelism,
            @Nullable EnumeratorState restored) {
        this.context = context;
        this.registry = registry;
        this.questions = questions;
        this.placement = new ProgrammePlacement(maxParallelism);
        if (restored != null) {
            for (PlacedStream stream : restored.streams()) {
                streams.put(stream.entry().id(), stream);
                placement.occupy(stream.entry(), stream.placementKey());
            }
            restored.unassigned().forEach(split -> unassigned.put(split.splitId(), split));
        }
    }

    @Override
    public void start() {
        if (registry instanceof FixedRegistry fixed) {
            apply(fixed.initialEntries(), Set.of());
        } else if (registry instanceof WatchedRegistry watched) {
            loader = watched.opener().open();
            context.callAsync(loader::load, this::loaded, 0, watched.interval().toMillis());
        }
        for (PlacedStream stream : List.copyOf(streams.values())) {
            if (!stream.isExpanded()) {
                expand(stream);
            }
        }
        context.callAsync(
                () -> Boolean.TRUE,
                (due, failure) -> expandStandIns(),
                EXPAND_INTERVAL_MILLIS,
                EXPAND_INTERVAL_MILLIS);
    }

    private void loaded(RegistryLoader.@Nullable Loaded loaded, @Nullable Throwable failure) {
        List<String> problems =
                loaded == null
                        ? List.of("the last good one stays in force: " + reasonOf(failure))
                        : withKept(loaded);
        if (!problems.equals(lastProblems)) {
            problems.forEach(problem -> LOG.warn("Registry: {}", problem));
            lastProblems = problems;
        }
        if (loaded != null) {
            apply(loaded.entries(), loaded.skipped());
        }
    }

    /** What is wrong, and who is watched all the same. */
    private List<String> withKept(RegistryLoader.Loaded loaded) {
        List<String> problems = new ArrayList<>(loaded.problems());
        for (StreamId id : streams.keySet()) {
            if (loaded.skipped().contains(id)) {
                problems.add(
                        "stream '"
                                + id
                                + "' is watched by its last good entry until then; to"
                                + " end that, correct or remove it");
            }
        }
        return problems;
    }

    private static String reasonOf(@Nullable Throwable failure) {
        return failure instanceof IOException expected
                ? String.valueOf(expected.getMessage())
                : String.valueOf(failure);
    }

    /** Makes what is watched equal to what the registry says, save for what it says badly. */
    private void apply(List<StreamEntry> entries, Set<StreamId> skipped) {
        Map<StreamId, StreamEntry> wanted = new TreeMap<>();
        entries.forEach(entry -> wanted.put(entry.id(), entry));
        for (PlacedStream stream : List.copyOf(streams.values())) {
            StreamEntry entry = wanted.get(stream.entry().id());
            if (entry == null) {
                if (!skipped.contains(stream.entry().id())) {
                    remove(stream, "removed from the registry");
                }
            } else if (!entry.enabled()) {
                remove(stream, "disabled in the registry");
            } else if (!stream.entry().equals(entry)) {
                replace(stream, entry);
            }
        }
        for (StreamEntry entry : wanted.values()) {
            if (entry.enabled() && !streams.containsKey(entry.id())) {
                add(entry, null);
            }
        }
        assignUnassigned();
    }

    private static boolean isReadAlike(StreamEntry one, StreamEntry other) {
        return one.input().equals(other.input());
    }

    /** What is read elsewhere, or has to be compared elsewhere, begins anew. */
    private void replace(PlacedStream stream, StreamEntry entry) {
        boolean staysThere = placement.isBeside(entry, stream.placementKey());
        if (staysThere && isReadAlike(stream.entry(), entry)) {
            change(stream, entry);
        } else {
            remove(stream, "changed in the registry");
            add(entry, staysThere ? stream.placementKey() : null);
        }
    }

    private void add(StreamEntry entry, @Nullable String formerKey) {
        String key = formerKey;
        if (key == null) {
            key = placement.place(entry);
        } else {
            placement.occupy(entry, key);
        }
        boolean isListed =
                entry.input().renditions() == StreamInput.Renditions.LISTED
                        && InputKind.of(entry.url()).isAdaptive();
        boolean needsExpansion =
                entry.input().renditions() == StreamInput.Renditions.ALL
                        && InputKind.of(entry.url()).isAdaptive();
        List<String> names =
                isListed ? entry.input().renditionNames() : List.of(RenditionId.MAIN.value());
        PlacedStream stream =
                new PlacedStream(entry, key, needsExpansion ? List.of() : names, !needsExpansion);
        streams.put(entry.id(), stream);
        if (needsExpansion) {
            expand(stream);
        } else {
            names.forEach(name -> offer(stream, name));
        }
    }

    private void offer(PlacedStream stream, String rendition) {
        StreamSplit split =
                new StreamSplit(
                        stream.entry(),
                        new RenditionId(rendition),
                        stream.placementKey(),
                        Position.START);
        unassigned.put(split.splitId(), split);
    }

    private void remove(PlacedStream stream, String reason) {
        streams.remove(stream.entry().id());
        placement.release(stream.entry(), stream.placementKey());
        withdraw(stream, new RenditionsGone(splitIds(stream, stream.renditions()), reason));
        LOG.info("No longer watching stream={}: {}", stream.entry().id(), reason);
    }

    private void withdraw(PlacedStream stream, RenditionsGone gone) {
        gone.splitIds().forEach(unassigned::remove);
        sendToOwner(stream, gone);
        gone.splitIds().forEach(assigned::remove);
    }

    private void change(PlacedStream stream, StreamEntry entry) {
        placement.release(stream.entry(), stream.placementKey());
        placement.occupy(entry, stream.placementKey());
        streams.put(
                entry.id(),
                new PlacedStream(
                        entry, stream.placementKey(), stream.renditions(), stream.isExpanded()));
        List<String> ids = splitIds(stream, stream.renditions());
        for (String id : ids) {
            unassigned.computeIfPresent(id, (same, split) -> split.withEntry(entry));
        }
        sendToOwner(stream, new EntryChanged(ids, entry));
    }

    private void sendToOwner(PlacedStream stream, SourceEvent event) {
        int owner = ownerOf(stream.placementKey());
        if (context.registeredReaders().containsKey(owner)) {
            context.sendEventToSourceReader(owner, event);
        }
    }

    private static List<String> splitIds(PlacedStream stream, List<String> renditions) {
        List<String> ids = new ArrayList<>();
        for (String rendition : renditions) {
            ids.add(StreamSplit.idOf(stream.entry(), new RenditionId(rendition)));
        }
        return ids;
    }

    private void expandStandIns() {
        for (PlacedStream stream : List.copyOf(streams.values())) {
            if (!stream.isExpanded() && !stream.renditions().isEmpty()) {
                expand(stream);
            }
        }
    }

    private void expand(PlacedStream stream) {
        questions.ask(stream.entry(), (names, failure) -> expanded(stream, names, failure));
    }

    private void expanded(
            PlacedStream asked, @Nullable List<String> names, @Nullable Throwable failure) {
        PlacedStream stream = streams.get(asked.entry().id());
        if (stream == null || stream.isExpanded() || !isReadAlike(stream.entry(), asked.entry())) {
            return;
        }
        String standIn = RenditionId.MAIN.value();
        // A local playlist that cannot be read now will not be there later: its stand-in says so.
        boolean isAnswered =
                (failure == null && names != null) || !stream.entry().url().startsWith("http");
        boolean hasOne = names == null || names.isEmpty();
        List<String> now = hasOne ? List.of(standIn) : names;
        PlacedStream updated =
                new PlacedStream(stream.entry(), stream.placementKey(), now, isAnswered);
        streams.put(stream.entry().id(), updated);
        for (String name : now) {
            if (!stream.renditions().contains(name)) {
                offer(updated, name);
            }
        }
        if (!hasOne && stream.renditions().contains(standIn) && !now.contains(standIn)) {
            withdraw(
                    stream,
                    new RenditionsGone(
                            splitIds(stream, List.of(standIn)),
                            "replaced by the renditions of its playlist",
                            RenditionsGone.Cause.PLAYLIST));
        }
        assignUnassigned();
    }

    @Override
    public void addReader(int subtask) {
        // What was assigned to it before belongs to a past attempt: it reports what it restored.
        assigned.values().removeIf(owner -> owner == subtask);
        signalled.remove(subtask);
        ReaderInfo reader = context.registeredReaders().get(subtask);
        if (reader != null) {
            reader.<StreamSplit>getReportedSplitsOnRegistration().forEach(this::takeBack);
        }
        assignUnassigned();
    }

    @Override
    public void addSplitsBack(List<StreamSplit> splits, int subtask) {
        assigned.values().removeIf(owner -> owner == subtask);
        splits.forEach(this::takeBack);
        assignUnassigned();
    }

    /** Accepts a split that a reader had, unless its stream is gone or somebody else has it. */
    private void takeBack(StreamSplit split) {
        PlacedStream stream = streams.get(split.entry().id());
        boolean isWatched =
                stream != null
                        && stream.renditions().contains(split.rendition().value())
                        && isReadAlike(stream.entry(), split.entry())
                        && stream.placementKey().equals(split.placementKey());
        if (!isWatched || stream == null || assigned.containsKey(split.splitId())) {
            LOG.info("Dropped split {}: it is no longer wanted, or read already", split.splitId());
            return;
        }
        StreamSplit current = split.withEntry(stream.entry());
        unassigned.merge(
                split.splitId(),
                current,
                (known, reported) ->
                        reported.position().isAfter(known.position()) ? reported : known);
    }

    private void assignUnassigned() {
        Map<Integer, ReaderInfo> readers = context.registeredReaders();
        Map<StreamId, SplitsAssignment<StreamSplit>> byProgramme = new LinkedHashMap<>();
        for (StreamSplit split : List.copyOf(unassigned.values())) {
            int owner = ownerOf(split.placementKey());
            if (readers.containsKey(owner)) {
                unassigned.remove(split.splitId());
                assigned.put(split.splitId(), owner);
                byProgramme
                        .computeIfAbsent(
                                split.entry().programme(),
                                programme -> new SplitsAssignment<>(new HashMap<>()))
                        .assignment()
                        .computeIfAbsent(owner, subtask -> new ArrayList<>())
                        .add(split);
            }
        }
        byProgramme.values().forEach(context::assignSplits); // at once: none begins alone
        boolean isSettled =
                registry instanceof FixedRegistry
                        && unassigned.isEmpty()
                        && streams.values().stream().allMatch(PlacedStream::isExpanded);
        if (isSettled && readers.size() == context.currentParallelism()) {
            for (int subtask : readers.keySet()) {
                if (signalled.add(subtask)) {
                    context.signalNoMoreSplits(subtask);
                }
            }
        }
    }

    private int ownerOf(String placementKey) {
        return placement.subtaskOf(placementKey, context.currentParallelism());
    }

    @Override
    public EnumeratorState snapshotState(long checkpointId) {
        return new EnumeratorState(List.copyOf(streams.values()), List.copyOf(unassigned.values()));
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
        // Splits are given, never asked for.
    }

    @Override
    public void close() {
        questions.close();
        if (loader != null) {
            loader.close();
        }
    }
}
