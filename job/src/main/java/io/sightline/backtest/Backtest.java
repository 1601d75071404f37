package io.sightline.backtest;

import io.sightline.detect.SourceMetrics;
import io.sightline.policy.DefectRule;
import io.sightline.readback.EventSpan;
import io.sightline.readback.MeasuredRendition;
import io.sightline.readback.MeasurementsRecord;
import io.sightline.readback.MeasurementsRecord.Part;
import io.sightline.readback.RecordedAlert;
import io.sightline.readback.RecordedAlerts;
import io.sightline.readback.UnreadableRecordException;
import io.sightline.rejudge.RejudgePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One try of a policy on a record. Reads each row once, on as many threads as there are cores and
 * parts; memory grows with incidents and renditions, not with rows.
 *
 * @param trial the policy
 * @param against another policy to compare with; null compares with the record's own alerts
 * @param span incidents that begin in it are compared
 * @param threads that judge, at most
 */
public record Backtest(Trial trial, @Nullable Trial against, EventSpan span, int threads) {

    /** The job knows begins and ends to the picture, the record to the second. */
    private static final long RECORD_TOLERANCE_MILLIS = 1_000;

    private static final long LEAST_LEAD_MILLIS = 60_000;

    /**
     * Runs it to its end.
     *
     * @param alerts of the same record; not read if another policy is compared with
     * @throws UnreadableRecordException when either cannot be read to its end
     */
    public Outcome run(MeasurementsRecord measurements, RecordedAlerts alerts)
            throws UnreadableRecordException, InterruptedException {
        List<Trial> trials = against == null ? List.of(trial) : List.of(against, trial);
        List<DefectRule> rules =
                trials.stream()
                        .flatMap(one -> one.allRules().stream())
                        .filter(DefectRule::enabled)
                        .toList();
        Set<String> byTick =
                SourceMetrics.BY_TICK.stream().map(m -> m.name()).collect(Collectors.toSet());
        List<String> metrics =
                RejudgePlan.of(
                                rules.stream()
                                        .filter(rule -> !byTick.contains(rule.metric()))
                                        .toList())
                        .metrics();
        List<PartJudge> judged = judge(measurements, trials, metrics, lead(rules));
        List<FoundIncident> after = found(judged, trials.size() - 1);
        Map<MeasuredRendition, PartJudge.Rendition> renditions = new HashMap<>();
        judged.forEach(part -> renditions.putAll(part.renditions()));
        Before before =
                against == null
                        ? recorded(alerts, renditions, byTick)
                        : new Before(found(judged, 0), 0, against.name());
        return compare(before, after, renditions.values(), notJudged(rules, byTick));
    }

    /** What is compared with. */
    private record Before(List<FoundIncident> incidents, long notCompared, String name) {}

    /** Judging begins so much before the span that what was going on then is known. */
    private static long lead(List<DefectRule> rules) {
        long longestMicros =
                rules.stream()
                        .mapToLong(rule -> rule.openAfterMicros() + rule.clearAfterMicros())
                        .max()
                        .orElse(0);
        return longestMicros / 1000 + LEAST_LEAD_MILLIS;
    }

    private List<PartJudge> judge(
            MeasurementsRecord measurements,
            List<Trial> trials,
            List<String> metrics,
            long leadMillis)
            throws UnreadableRecordException, InterruptedException {
        EventSpan read =
                span.fromMillis() == Long.MIN_VALUE
                        ? span
                        : new EventSpan(span.fromMillis() - leadMillis, span.toMillis());
        List<Part> parts = measurements.parts(threads);
        ExecutorService pool =
                Executors.newFixedThreadPool(Math.max(1, Math.min(threads, parts.size())));
        try {
            List<Future<PartJudge>> results = new ArrayList<>();
            for (Part part : parts) {
                results.add(
                        pool.submit(
                                () -> {
                                    PartJudge judge = new PartJudge(trials, metrics);
                                    part.read(metrics, read, judge);
                                    judge.end();
                                    return judge;
                                }));
            }
            List<PartJudge> judged = new ArrayList<>();
            for (Future<PartJudge> result : results) {
                judged.add(result.get());
            }
            return judged;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnreadableRecordException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("Judging failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<FoundIncident> found(List<PartJudge> judged, int trialIndex) {
        return judged.stream().flatMap(part -> part.found(trialIndex).stream()).toList();
    }

    /** What the record says of renditions and times that were measured, of what can be judged. */
    private Before recorded(
            RecordedAlerts alerts,
            Map<MeasuredRendition, PartJudge.Rendition> renditions,
            Set<String> byTick)
            throws UnreadableRecordException {
        Map<String, RecordedAlert> last = new HashMap<>(); // by incident
        Comparator<RecordedAlert> order =
                Comparator.comparing(RecordedAlert::event)
                        .thenComparing(RecordedAlert::eventAtMillis);
        SortedSet<String> policies = new TreeSet<>();
        alerts.read(
                alert -> {
                    policies.add(alert.policyVersion());
                    last.merge(
                            alert.incidentId(),
                            alert,
                            (one, other) -> order.compare(one, other) >= 0 ? one : other);
                });
        List<FoundIncident> incidents = new ArrayList<>();
        long notCompared = 0;
        for (RecordedAlert alert : last.values()) {
            FoundIncident incident = FoundIncident.of(alert);
            if (trial.ruleFor(incident.subject())
                    .filter(rule -> rule.enabled() && byTick.contains(rule.metric()))
                    .isPresent()) {
                continue; // told by its defect
            }
            if (incident.startedMillis() >= span.toMillis()
                    || incident.endOrNever() < span.fromMillis()) {
                continue; // of another time
            }
            PartJudge.Rendition measured =
                    renditions.get(new MeasuredRendition(alert.streamId(), alert.rendition()));
            if (measured == null
                    || incident.endOrNever() < measured.firstMillis()
                    || incident.startedMillis() > measured.lastMillis() + RECORD_TOLERANCE_MILLIS) {
                notCompared++;
                continue;
            }
            incidents.add(incident.asOf(span.toMillis()));
        }
        String versions = policies.isEmpty() ? "" : " (policy " + String.join(", ", policies) + ")";
        return new Before(incidents, notCompared, "the record" + versions);
    }

    private Outcome compare(
            Before before,
            List<FoundIncident> after,
            Collection<PartJudge.Rendition> renditions,
            SortedSet<String> notJudged) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        long seconds = 0;
        long fallBacks = 0;
        for (PartJudge.Rendition rendition : renditions) {
            seconds += rendition.seconds();
            from = Math.min(from, rendition.firstMillis());
            to = Math.max(to, rendition.lastMillis() + 1000);
            fallBacks += rendition.fallBacks();
        }
        IncidentMatch match =
                new IncidentMatch(against == null ? RECORD_TOLERANCE_MILLIS : 0, span, to);
        SortedMap<IncidentSubject, List<FoundIncident>> old = bySubject(before.incidents());
        SortedMap<IncidentSubject, List<FoundIncident>> now = bySubject(after);
        SortedMap<IncidentSubject, Totals> totals = new TreeMap<>();
        List<Difference> differences = new ArrayList<>();
        SortedSet<IncidentSubject> subjects = new TreeSet<>(old.keySet());
        subjects.addAll(now.keySet());
        for (IncidentSubject subject : subjects) {
            IncidentMatch.Result result =
                    match.of(
                            old.getOrDefault(subject, List.of()),
                            now.getOrDefault(subject, List.of()));
            if (result.totals().before() + result.totals().after() > 0) {
                totals.put(subject, result.totals());
                differences.addAll(result.differences());
            }
        }
        return new Outcome(
                before.name(),
                trial.name() + " (" + trial.policy().version() + ")",
                renditions.size(),
                seconds,
                from,
                to,
                totals,
                differences,
                notJudged,
                before.notCompared(),
                fallBacks);
    }

    private static SortedMap<IncidentSubject, List<FoundIncident>> bySubject(
            List<FoundIncident> incidents) {
        SortedMap<IncidentSubject, List<FoundIncident>> bySubject =
                incidents.stream()
                        .collect(
                                Collectors.groupingBy(
                                        FoundIncident::subject,
                                        TreeMap::new,
                                        Collectors.toCollection(ArrayList::new)));
        bySubject.values().forEach(list -> list.sort(FoundIncident.BY_START));
        return bySubject;
    }

    private static SortedSet<String> notJudged(List<DefectRule> rules, Set<String> byTick) {
        SortedSet<String> defects = new TreeSet<>();
        for (DefectRule rule : rules) {
            if (byTick.contains(rule.metric())) {
                defects.add(rule.defect().value());
            }
        }
        return defects;
    }
}
