package io.sightline.cli;

import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run has told so far, folded: the state of each rendition and the incidents. Grows
 * with renditions and alerts, not with time. Thread-safe.
 */
final class RunRecord {

    private static final String LOUDNESS = "loudness_short_term_lufs";

    private final Clock clock;
    private final Map<Key, Progress> progress = new TreeMap<>();
    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private final Set<String> alertIds = new HashSet<>();

    /**
     * @param clock wall time, for the age of alerts
     */
    public RunRecord(Clock clock) {
        this.clock = clock;
    }

    /**
     * What is known of one rendition.
     *
     * @param secondsWatched seconds of media in which anything was measured
     * @param coverage of them all, 0 to 1; NaN before the first
     * @param framesInLastSecond the picture rate
     * @param loudnessLufs of the last second; NaN if there was no sound
     * @param lastAlert null before the first
     * @param lastAlertWallMillis when it was told, wall time
     */
    public record Watched(
            String streamId,
            String rendition,
            StreamState state,
            String reason,
            boolean everWatched,
            long secondsWatched,
            double coverage,
            int framesInLastSecond,
            double loudnessLufs,
            @Nullable Alert lastAlert,
            long lastAlertWallMillis,
            int incidents,
            int openIncidents) {}

    /**
     * One incident.
     *
     * @param last its latest event
     * @param worst the worst severity it has had
     */
    public record Incident(Alert last, Severity worst) {
        public boolean isOpen() {
            return last.event() != Alert.Event.CLEARED;
        }

        private Incident next(Alert event) {
            return new Incident(
                    event, worst.compareTo(event.severity()) >= 0 ? worst : event.severity());
        }
    }

    private record Key(String streamId, String rendition) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = streamId.compareTo(other.streamId);
            return order != 0 ? order : rendition.compareTo(other.rendition);
        }
    }

    private static final class Progress {
        private StreamState state = StreamState.CONNECTING;
        private String reason = "";
        private boolean everWatched;
        private long lastSecondMillis = Long.MIN_VALUE;
        private long seconds;
        private double coverageSum;
        private int frames;
        private double loudnessLufs = Double.NaN;
        private @Nullable Alert lastAlert;
        private long lastAlertWallMillis;
        private final Set<String> incidents = new TreeSet<>();
        private final Set<String> open = new TreeSet<>();
    }

    /**
     * Takes note of an alert.
     *
     * @return false if it has been told before: after a restart of the job some are told again
     */
    synchronized boolean learn(Alert alert) {
        if (!alertIds.add(alert.alertId())) {
            return false;
        }
        Incident known = incidents.get(alert.incidentId());
        incidents.put(
                alert.incidentId(),
                known == null ? new Incident(alert, alert.severity()) : known.next(alert));
        Progress of = of(alert.streamId(), alert.rendition());
        of.lastAlert = alert;
        of.lastAlertWallMillis = clock.millis();
        of.incidents.add(alert.incidentId());
        switch (alert.event()) {
            case OPENED, ESCALATED -> of.open.add(alert.incidentId());
            case CLEARED -> of.open.remove(alert.incidentId());
        }
        return true;
    }

    synchronized void learn(Measurement row) {
        Progress of = of(row.streamId(), row.rendition());
        of.everWatched = true;
        if (row.secondAtMillis() <= of.lastSecondMillis) {
            return; // told again
        }
        of.lastSecondMillis = row.secondAtMillis();
        of.seconds++;
        of.coverageSum += row.coverage();
        of.frames = row.frames();
        of.loudnessLufs = row.values().getOrDefault(LOUDNESS, Double.NaN);
    }

    synchronized void learn(StreamStateRow row) {
        Progress of = of(row.streamId(), row.rendition());
        of.state = row.state();
        of.reason = row.reason();
        of.everWatched |= row.state() == StreamState.LIVE;
    }

    private Progress of(String streamId, String rendition) {
        return progress.computeIfAbsent(new Key(streamId, rendition), key -> new Progress());
    }

    /** By stream and rendition. */
    public synchronized List<Watched> watched() {
        return progress.entrySet().stream()
                .map(entry -> describe(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** In the order in which they opened. */
    public synchronized List<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    /** Those of the streams of which no rendition could ever be watched. */
    synchronized List<String> neverWatched(Collection<String> expectedStreams) {
        Set<String> missing = new TreeSet<>(expectedStreams);
        progress.keySet().forEach(key -> missing.add(key.streamId()));
        progress.forEach(
                (key, value) -> {
                    if (value.everWatched) {
                        missing.remove(key.streamId());
                    }
                });
        return List.copyOf(missing);
    }

    private static Watched describe(Key key, Progress of) {
        return new Watched(
                key.streamId(),
                key.rendition(),
                of.state,
                of.reason,
                of.everWatched,
                of.seconds,
                of.seconds == 0 ? Double.NaN : of.coverageSum / of.seconds,
                of.frames,
                of.loudnessLufs,
                of.lastAlert,
                of.lastAlertWallMillis,
                of.incidents.size(),
                of.open.size());
    }
}
