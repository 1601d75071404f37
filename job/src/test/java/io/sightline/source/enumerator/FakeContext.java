package io.sightline.source.enumerator;

import io.sightline.source.split.StreamSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.jspecify.annotations.Nullable;

/** A coordinator whose thread is the test's: periodic calls run when the test says so. */
final class FakeContext implements SplitEnumeratorContext<StreamSplit> {

    final Map<Integer, ReaderInfo> readers = new HashMap<>();
    final Map<Integer, List<StreamSplit>> assigned = new HashMap<>();
    final List<String> sent = new ArrayList<>();
    final List<Integer> finished = new ArrayList<>();
    private final List<Runnable> periodic = new ArrayList<>();
    private final int parallelism;

    FakeContext(int parallelism) {
        this.parallelism = parallelism;
    }

    void register(int subtask, StreamSplit... reported) {
        readers.put(subtask, ReaderInfo.createReaderInfo(subtask, "here", List.of(reported)));
    }

    void runPeriodicCalls() {
        List.copyOf(periodic).forEach(Runnable::run);
    }

    List<String> assignedIds() {
        return assigned.values().stream()
                .flatMap(List::stream)
                .map(StreamSplit::splitId)
                .sorted()
                .toList();
    }

    @Override
    public @Nullable SplitEnumeratorMetricGroup metricGroup() {
        return null;
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
        if (event instanceof RenditionsGone gone) {
            sent.add(subtask + " gone " + gone.splitIds() + " " + gone.reason());
        } else if (event instanceof EntryChanged changed) {
            sent.add(subtask + " changed " + changed.splitIds());
        }
    }

    @Override
    public int currentParallelism() {
        return parallelism;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<StreamSplit> assignment) {
        assignment
                .assignment()
                .forEach(
                        (subtask, splits) ->
                                assigned.computeIfAbsent(subtask, id -> new ArrayList<>())
                                        .addAll(splits));
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        finished.add(subtask);
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        T result;
        try {
            result = callable.call();
        } catch (Exception failure) {
            handler.accept(null, failure);
            return;
        }
        handler.accept(result, null);
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
        periodic.add(() -> callAsync(callable, handler));
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
        runnable.run();
    }
}
