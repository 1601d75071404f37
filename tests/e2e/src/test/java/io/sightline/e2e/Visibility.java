package io.sightline.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Alerts that were due, each with the row that told of it.
 *
 * @param missing that nobody told of
 * @param others rows of OPENED that nothing planted explains
 */
record Visibility(
        List<Told> told, List<LiveLoad.DueAlert> missing, List<OpenedAlerts.Seen> others) {

    static final String UDP = "UDP";
    static final String HLS = "HLS";

    /** How far what the job takes for the begin may be from the true one. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    record Told(LiveLoad.DueAlert due, OpenedAlerts.Seen seen) {

        Duration decided() {
            return Duration.between(due.dueAt(), seen.decidedAt());
        }

        Duration visible() {
            return Duration.between(due.dueAt(), seen.visibleAt());
        }

        Duration waited() {
            return Duration.between(seen.decidedAt(), seen.visibleAt());
        }

        Duration visibleSinceRecorded() {
            return Duration.between(due.recordedAt(), seen.visibleAt());
        }
    }

    /** Finds the row of each alert that was due; of several, the first. */
    static Visibility of(List<LiveLoad.DueAlert> due, List<OpenedAlerts.Seen> seen) {
        Map<String, List<OpenedAlerts.Seen>> rows = new HashMap<>();
        for (OpenedAlerts.Seen one : seen) {
            rows.computeIfAbsent(one.stream() + one.defect(), key -> new ArrayList<>()).add(one);
        }
        List<Told> told = new ArrayList<>();
        List<LiveLoad.DueAlert> missing = new ArrayList<>();
        for (LiveLoad.DueAlert alert : due) {
            rows.getOrDefault(alert.stream() + alert.defect(), List.of()).stream()
                    .filter(one -> isOf(one, alert))
                    .findFirst()
                    .ifPresentOrElse(
                            one -> told.add(new Told(alert, one)), () -> missing.add(alert));
        }
        return new Visibility(told, missing, others(due, seen));
    }

    private static List<OpenedAlerts.Seen> others(
            List<LiveLoad.DueAlert> due, List<OpenedAlerts.Seen> seen) {
        Map<String, List<LiveLoad.DueAlert>> planted =
                due.stream().collect(Collectors.groupingBy(one -> one.stream() + one.defect()));
        return seen.stream()
                .filter(
                        one ->
                                planted
                                        .getOrDefault(one.stream() + one.defect(), List.of())
                                        .stream()
                                        .noneMatch(alert -> isOf(one, alert)))
                .toList();
    }

    private static boolean isOf(OpenedAlerts.Seen seen, LiveLoad.DueAlert due) {
        Duration apart = Duration.between(due.begunAt(), seen.startedAt()).abs();
        return apart.compareTo(TOLERANCE) <= 0;
    }

    /** Those of which the alert was due in a time. */
    Visibility dueWithin(Instant from, Instant to) {
        return where(due -> !due.dueAt().isBefore(from) && due.dueAt().isBefore(to));
    }

    Visibility where(Predicate<LiveLoad.DueAlert> wanted) {
        return new Visibility(
                told.stream().filter(one -> wanted.test(one.due())).toList(),
                missing.stream().filter(wanted).toList(),
                others);
    }

    Spread spread(Function<Told, Duration> delay) {
        return new Spread(told.stream().map(delay).toList());
    }

    int expected() {
        return told.size() + missing.size();
    }

    /** All, and by the way of delivery. */
    Map<String, Visibility> ways() {
        Map<String, Visibility> ways = new LinkedHashMap<>();
        ways.put("all", this);
        ways.put(UDP, where(due -> way(due).equals(UDP)));
        ways.put(HLS, where(due -> way(due).equals(HLS)));
        return ways;
    }

    /** By the way of delivery and the kind of defect. */
    Map<String, Visibility> kinds() {
        Map<String, Visibility> kinds = new TreeMap<>();
        for (Told one : told) {
            kinds.computeIfAbsent(kind(one.due()), name -> where(due -> kind(due).equals(name)));
        }
        return kinds;
    }

    private static String kind(LiveLoad.DueAlert due) {
        return way(due) + ", `" + due.defect() + "`";
    }

    private static String way(LiveLoad.DueAlert due) {
        return due.stream().startsWith("udp") ? UDP : HLS;
    }
}
