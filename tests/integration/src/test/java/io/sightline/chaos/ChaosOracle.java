package io.sightline.chaos;

import io.sightline.flow.StreamState;
import io.sightline.table.Alert;
import io.sightline.table.StreamStateRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what was published of a stream with what was done to it. */
final class ChaosOracle {

    /**
     * A state is looked at four times a second, told each second at most; the rest is for a machine
     * on which other work has all cores. What the machine was late, measured, comes on top.
     */
    private static final long SLACK_MILLIS = 3_000;

    /** Event time of live segments is up to three of them ahead, and behind if they come late. */
    private static final long APART_MILLIS = 5_000;

    /** As in the built-in policy. */
    private static final Map<String, Long> OPEN_AFTER_MILLIS =
            Map.of(Fault.LOST, 5_000L, Fault.STALL, 10_000L, "manifest.stale", 5_000L);

    private static final Set<StreamState> WATCHED =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            StreamState.LIVE,
                            StreamState.STALLED,
                            StreamState.NO_SIGNAL,
                            StreamState.BROKEN));

    private final ChaosWatch watch;
    private final MachineLateness machine;

    ChaosOracle(ChaosWatch watch, MachineLateness machine) {
        this.watch = watch;
        this.machine = machine;
    }

    /** What is wrong with a stream to which all this was done; empty when nothing is. */
    List<String> judge(String stream, List<Phase> phases) {
        List<String> wrong = new ArrayList<>();
        for (Phase phase : phases) {
            judgeStates(stream, phase, wrong);
            judgeEvidence(stream, phase, wrong);
            judgeAlert(stream, phase, wrong);
        }
        judgeStart(stream, wrong);
        judgeEnd(stream, wrong);
        return wrong.stream().map(what -> "stream '" + stream + "': " + what).toList();
    }

    private void judgeStates(String stream, Phase phase, List<String> wrong) {
        Set<StreamState> settled = settled(phase);
        Set<StreamState> first = EnumSet.copyOf(settled);
        first.addAll(phase.fault().shown().passing());
        first.addAll(phase.before().shown().settled());
        if (!phase.before().isHarmless()) {
            first.addAll(WATCHED); // what it had come to before, and on its way from there
        }
        long settledMillis = phase.fromMillis() + latestMillis(phase);
        Set<StreamState> seen = EnumSet.noneOf(StreamState.class);
        List<StreamStateRow> rows = watch.states(stream);
        for (int i = 0; i < rows.size(); i++) {
            StreamStateRow row = rows.get(i);
            long endMillis = i + 1 < rows.size() ? rows.get(i + 1).sinceMillis() : Long.MAX_VALUE;
            if (row.sinceMillis() < phase.toMillis() && endMillis > phase.fromMillis()) {
                seen.add(row.state());
                boolean isInTime = endMillis <= settledMillis;
                if (!(isInTime ? first : settled).contains(row.state())) {
                    wrong.add(
                            "%s: expected %s from %.1f s on, was %s from %.1f to %.1f s (%s)"
                                    .formatted(
                                            phase,
                                            settled,
                                            latestMillis(phase) / 1e3,
                                            row.state(),
                                            (row.sinceMillis() - phase.fromMillis()) / 1e3,
                                            (endMillis - phase.fromMillis()) / 1e3,
                                            row.reason()));
                }
            }
        }
        StreamState must = phase.fault().shown().settled().get(0);
        if (!isMixed(phase) && phase.isLongerThan(latestMillis(phase)) && !seen.contains(must)) {
            wrong.add("%s: was never %s but %s".formatted(phase, must, seen));
        }
    }

    /**
     * Directly after something else that does harm, which of the two shows, or what both lead to
     * together, is open; but it is not live.
     */
    private static Set<StreamState> settled(Phase phase) {
        Set<StreamState> settled = EnumSet.copyOf(phase.fault().shown().settled());
        if (isMixed(phase)) {
            settled.addAll(WATCHED);
            boolean mayLive =
                    phase.fault().shown().settled().contains(StreamState.LIVE)
                            || phase.before().shown().settled().contains(StreamState.LIVE);
            if (!mayLive) {
                settled.remove(StreamState.LIVE);
            }
        }
        return settled;
    }

    private static boolean isMixed(Phase phase) {
        return !phase.fault().isHarmless() && !phase.before().isHarmless();
    }

    private long latestMillis(Phase phase) {
        if (phase.fault().isHarmless() && phase.before().isHarmless()) {
            return 0;
        }
        // What is left to be read when something else goes wrong comes with the recovery.
        long latest =
                phase.fault().latestMillis()
                        + (phase.before().isHarmless() ? 0 : phase.before().recoveryMillis());
        return latest
                + SLACK_MILLIS
                + 2 * machine.worstMillis(phase.fromMillis(), phase.toMillis());
    }

    private void judgeEvidence(String stream, Phase phase, List<String> wrong) {
        List<String> metrics = phase.fault().shown().evidence();
        if (metrics.isEmpty() || isMixed(phase)) {
            return;
        }
        Map<String, Double> measured =
                watch.seconds(stream).stream()
                        .filter(
                                second ->
                                        second.atMillis() > phase.fromMillis() - APART_MILLIS
                                                && second.atMillis()
                                                        < phase.toMillis() + APART_MILLIS)
                        .flatMap(second -> second.trouble().entrySet().stream())
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, Map.Entry::getValue, Double::sum));
        if (metrics.stream().noneMatch(measured::containsKey)) {
            wrong.add(
                    "%s: none of %s was measured, but %s; from %d on %s"
                            .formatted(
                                    phase,
                                    metrics,
                                    measured,
                                    phase.fromMillis(),
                                    watch.seconds(stream)));
        }
    }

    private void judgeAlert(String stream, Phase phase, List<String> wrong) {
        String defect = phase.fault().shown().defect();
        long openAfterMillis = OPEN_AFTER_MILLIS.getOrDefault(defect, 0L);
        boolean isLongEnough =
                phase.isLongerThan(latestMillis(phase) + openAfterMillis + SLACK_MILLIS);
        if (defect.isEmpty() || isMixed(phase) || !isLongEnough) {
            return;
        }
        boolean isOpen = false;
        for (ChaosWatch.Told told : watch.alerts(stream)) {
            if (told.alert().defect().equals(defect) && told.atMillis() <= phase.toMillis()) {
                boolean isEnd = told.alert().event() == Alert.Event.CLEARED;
                isOpen = !isEnd || told.atMillis() > phase.fromMillis();
            }
        }
        if (!isOpen) {
            wrong.add("%s: %s did not open".formatted(phase, defect));
        }
    }

    /** A job that is started again opens every stream again. */
    private void judgeStart(String stream, List<String> wrong) {
        List<StreamStateRow> rows = watch.states(stream);
        long openings = rows.stream().filter(row -> row.state() == StreamState.CONNECTING).count();
        if (openings != 1 || rows.get(0).state() != StreamState.CONNECTING) {
            wrong.add("opened " + openings + " times");
        }
    }

    /** In the end all is well: what is absent no more is cleared. */
    private void judgeEnd(String stream, List<String> wrong) {
        if (!watch.isLive(stream)) {
            wrong.add("not live in the end");
        }
        for (String defect : OPEN_AFTER_MILLIS.keySet()) {
            long open =
                    watch.alerts(stream).stream()
                            .map(ChaosWatch.Told::alert)
                            .filter(alert -> alert.defect().equals(defect))
                            .mapToInt(
                                    alert ->
                                            switch (alert.event()) {
                                                case OPENED -> 1;
                                                case ESCALATED -> 0;
                                                case CLEARED -> -1;
                                            })
                            .sum();
            if (open != 0) {
                wrong.add(defect + " is still open in the end");
            }
        }
    }

    /** What is wrong with a stream to which nothing was done. */
    List<String> judgeControl(String stream) {
        List<String> wrong = new ArrayList<>();
        List<StreamState> states =
                watch.states(stream).stream().map(StreamStateRow::state).toList();
        if (!states.equals(List.of(StreamState.CONNECTING, StreamState.LIVE))) {
            wrong.add("states " + watch.states(stream));
        }
        if (!watch.alerts(stream).isEmpty()) {
            wrong.add("alerts " + watch.alerts(stream));
        }
        List<ChaosWatch.Second> rows = watch.seconds(stream);
        // It joins within a second, and pictures begin with the next key frame; the last is cut
        // off.
        List<ChaosWatch.Second> whole = rows.subList(2, rows.size() - 1);
        for (int i = 0; i < whole.size(); i++) {
            ChaosWatch.Second row = whole.get(i);
            boolean isNext = i == 0 || row.atMillis() - whole.get(i - 1).atMillis() == 1_000;
            if (!isNext
                    || row.coverage() != 1
                    || row.pictures() != ChaosMedia.PICTURES_PER_SECOND) {
                wrong.add("second %d of %d is not whole: %s".formatted(i, whole.size(), row));
            }
        }
        return wrong.stream().map(what -> "control '" + stream + "': " + what).toList();
    }
}
