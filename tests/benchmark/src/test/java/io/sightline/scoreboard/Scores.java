package io.sightline.scoreboard;

import io.sightline.inject.Label;
import io.sightline.scoreboard.Verdicts.Outcome;
import io.sightline.scoreboard.Verdicts.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Everything that was planted and found, and the figures that follow from it. */
final class Scores {

    /** A stretch of clips without a defect, and what was found there all the same. */
    record Clean(double hours, List<Found> found) {}

    private final WatchedFiles watched;
    private final Verdicts verdicts = new Verdicts();
    private final List<PlantedClip> clips = new ArrayList<>();
    private final Map<String, Clean> untouched = new TreeMap<>();
    private final List<Found> known = new ArrayList<>();

    Scores(WatchedFiles watched) {
        this.watched = watched;
    }

    void add(PlantedClip clip) {
        clips.add(clip);
        verdicts.add(clip, watched.incidents(clip.name()));
    }

    void addUntouched(String name) {
        String stream = "untouched-" + name;
        Set<String> truth = Untouched.TRUE.getOrDefault(name, Set.of());
        List<Found> found = new ArrayList<>();
        for (Found one : watched.incidents(stream)) {
            (truth.contains(one.defect()) ? known : found).add(one);
        }
        untouched.put(name, new Clean(watched.watchedMicros(stream) / 3.6e9, found));
    }

    Verdicts verdicts() {
        return verdicts;
    }

    List<PlantedClip> clips() {
        return clips;
    }

    List<Outcome> planted() {
        return verdicts.outcomes();
    }

    /** The planted ones of a defect that meet a condition. */
    List<Outcome> planted(String defect, Predicate<Outcome> which) {
        return planted().stream()
                .filter(one -> one.label().defect().equals(defect))
                .filter(which)
                .toList();
    }

    Set<String> defects() {
        Set<String> defects = new TreeSet<>();
        planted().forEach(one -> defects.add(one.label().defect()));
        return defects;
    }

    /** Incidents of a defect that are not right, in clips that meet a condition. */
    List<Wrong> wrong(String defect, Predicate<PlantedClip> which) {
        return verdicts.wrong().stream()
                .filter(one -> one.found().defect().equals(defect))
                .filter(one -> which.test(one.clip()))
                .toList();
    }

    List<Wrong> wrong() {
        return verdicts.wrong();
    }

    Map<String, Clean> untouched() {
        return untouched;
    }

    /** What is truly wrong with untouched clips, and was found. */
    List<Found> known() {
        return known;
    }

    /** Hours of clips that were coded again, without the stretches where something is planted. */
    double cleanHours(Predicate<PlantedClip> which) {
        return clips.stream().filter(which).mapToLong(Scores::cleanMicros).sum() / 3.6e9;
    }

    private static long cleanMicros(PlantedClip clip) {
        long clean = 0;
        long reached = 0;
        for (Label label : clip.labels().labels()) { // in the order in which they begin
            clean += Math.max(0, label.fromMicros() - reached);
            reached = Math.max(reached, label.toMicros());
        }
        return clean + Math.max(0, clip.labels().durationMicros() - reached);
    }

    /** Hours of everything that was watched. */
    double watchedHours() {
        return untouchedHours()
                + clips.stream().mapToLong(clip -> clip.labels().durationMicros()).sum() / 3.6e9;
    }

    /** Hours of clips as they are. */
    double untouchedHours() {
        return untouched.values().stream().mapToDouble(Clean::hours).sum();
    }

    /** What is right among all that is told, or NaN of nothing. */
    static double precision(List<Outcome> found, List<Wrong> wrong) {
        long right = found.stream().filter(Outcome::isFound).count();
        return right + wrong.size() == 0 ? Double.NaN : (double) right / (right + wrong.size());
    }

    /** The share found, or NaN of none. */
    static double recall(List<Outcome> outcomes) {
        return outcomes.isEmpty()
                ? Double.NaN
                : (double) outcomes.stream().filter(Outcome::isFound).count() / outcomes.size();
    }

    /** The value that a share of the values does not exceed, NaN of none. */
    static double quantile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
