package io.sightline.questions;

import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.Provenance;
import io.sightline.table.StreamStateRow;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that the questions are about: six streams, watched for five minutes on each evening of
 * one week. Small enough to be reckoned by hand, and the same at every call.
 */
public final class QuestionWeek {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 9);
    private static final int DAYS = 7;
    private static final LocalTime BEGIN = LocalTime.of(20, 12);
    private static final int SECONDS = 300;

    /** The policy was changed on Thursday. */
    private static final String RELEASE = "0.1.0";

    private static final LocalDate NEW_POLICY = MONDAY.plusDays(3);

    private static final Map<String, Map<String, String>> LABELS =
            Map.of(
                    "news", labels("alpha", "e7", "4.2", "eu"),
                    "sport", labels("alpha", "e7", "4.2", "us"),
                    "city", labels("beta", "e7", "4.2", "eu"),
                    "film", labels("beta", "e8", "4.3", "eu"),
                    "kids", labels("beta", "e8", "4.3", "us"),
                    "music", labels("alpha", "e8", "4.3", "eu"));

    private static final List<String> STREAMS = LABELS.keySet().stream().sorted().toList();

    /** Start, seconds or a dash if it is open, stream, defect, occurrences. */
    private static final List<ToldIncident> INCIDENTS =
            """
            2026-11-09 20:12:30.000   8.0  sport  video.freeze        1
            2026-11-09 20:13:10.000   6.5  news   video.freeze        1
            2026-11-09 20:14:00.000   4.2  music  audio.silence       1
            2026-11-09 20:15:30.000   3.0  kids   video.black         1
            2026-11-09 20:16:00.000   0.9  city   video.decode_error  1
            2026-11-10 20:14:30.000  50.0  film   video.freeze        1
            2026-11-10 20:14:50.000  26.0  news   video.black         1
            2026-11-10 20:14:50.480  25.5  city   video.black         1
            2026-11-10 20:14:51.000  34.0  sport  video.black         1
            2026-11-10 20:14:55.000  20.0  news   audio.silence       1
            2026-11-11 20:12:05.000   0.6  sport  video.decode_error  1
            2026-11-11 20:12:40.000   1.2  sport  video.decode_error  1
            2026-11-11 20:13:20.000   0.8  sport  video.decode_error  2
            2026-11-11 20:14:05.000   2.0  sport  video.decode_error  1
            2026-11-11 20:15:00.000   0.7  sport  video.decode_error  1
            2026-11-11 20:13:00.000   4.1  kids   audio.silence       1
            2026-11-11 20:14:20.000   4.3  kids   audio.silence       1
            2026-11-11 20:15:40.000   4.2  kids   audio.silence       1
            2026-11-11 20:16:00.000  15.0  news   video.freeze        1
            2026-11-12 20:12:20.000  40.0  music  audio.loudness      1
            2026-11-12 20:13:00.000  95.0  sport  stream.no_signal    1
            2026-11-12 20:16:10.000   2.3  film   video.black         1
            2026-11-13 20:12:45.000   7.0  city   video.freeze        2
            2026-11-13 20:14:30.000  31.0  music  audio.silence       1
            2026-11-13 20:15:00.000  22.0  city   stream.no_signal    1
            2026-11-14 20:13:00.000  63.0  film   video.freeze        1
            2026-11-14 20:15:00.000   2.1  news   video.black         1
            2026-11-15 20:12:20.000   9.0  sport  video.freeze        1
            2026-11-15 20:13:00.000  30.0  news   audio.loudness      1
            2026-11-15 20:16:20.000     -  kids   stream.no_signal    1
            2026-11-15 20:16:30.000     -  city   video.freeze        1
            2026-11-15 20:16:40.000     -  music  audio.missing       1
            """
                    .lines()
                    .map(ToldIncident::parse)
                    .toList();

    private QuestionWeek() {}

    private static Map<String, String> labels(
            String cdn, String encoder, String version, String region) {
        return Map.of("cdn", cdn, "encoder", encoder, "encoder_version", version, "region", region);
    }

    /** The table {@code alerts}. */
    public static List<Alert> alerts() {
        List<Alert> rows = new ArrayList<>();
        for (ToldIncident incident : INCIDENTS) {
            ToldIncident.Kind kind = incident.kind();
            rows.add(alert(incident, Alert.Event.OPENED, kind.openAfterMillis, kind.first));
            Long lasted = incident.lastedMillis();
            boolean escalates =
                    lasted != null
                            && kind.escalatesAfterMillis > 0
                            && lasted >= kind.escalatesAfterMillis;
            if (escalates) {
                rows.add(
                        alert(
                                incident,
                                Alert.Event.ESCALATED,
                                kind.escalatesAfterMillis,
                                kind.next()));
            }
            if (lasted != null) {
                rows.add(
                        alert(
                                incident,
                                Alert.Event.CLEARED,
                                lasted,
                                escalates ? kind.next() : kind.first));
            }
        }
        return rows;
    }

    private static Alert alert(
            ToldIncident incident, Alert.Event event, long lastedMillis, Severity severity) {
        ToldIncident.Kind kind = incident.kind();
        boolean cleared = event == Alert.Event.CLEARED;
        long start = incident.startedAtMillis();
        long end = start + lastedMillis;
        long mediaStart = mediaMicros(start);
        String id = incident.stream() + "-" + kind.defect + "-" + start;
        return new Alert(
                id + "-" + event.name(),
                id,
                event,
                incident.stream(),
                "main",
                kind.defect,
                severity,
                start,
                cleared ? end + ToldIncident.Kind.CLEAR_AFTER.toMillis() : end,
                cleared ? Long.valueOf(end) : null,
                lastedMillis,
                mediaStart,
                cleared ? Long.valueOf(mediaStart + lastedMillis * 1_000) : null,
                kind.peak,
                kind.level,
                kind.unit,
                cleared ? incident.occurrences() : 1,
                /* evidence= */ null,
                kind.defect + " of '" + incident.stream() + "'",
                kind.detectorVersion,
                start < millis(NEW_POLICY, 0) ? "2026-41" : "2026-42",
                /* modelSha256= */ null,
                RELEASE,
                LABELS.get(incident.stream()));
    }

    /** The table {@code measurements}. */
    public static List<Measurement> measurements() {
        List<Measurement> rows = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (String stream : STREAMS) {
                for (int second = 0; second < SECONDS; second++) {
                    long at = millis(MONDAY.plusDays(day), second);
                    if (isWatched(stream, day, second) && !is("stream.no_signal", stream, at)) {
                        rows.add(measurement(stream, day, second));
                    }
                }
            }
        }
        return rows;
    }

    /** Two things went wrong with the watching itself. */
    private static boolean isWatched(String stream, int day, int second) {
        boolean lostNode = stream.equals("city") && day == 2 && second >= 130 && second < 170;
        boolean forgotten = stream.equals("kids") && day == 4;
        return !lostNode && !forgotten;
    }

    private static Measurement measurement(String stream, int day, int second) {
        long at = millis(MONDAY.plusDays(day), second);
        boolean silent = is("audio.silence", stream, at);
        boolean keyFramesOnly = stream.equals("film") && day == 5;
        Map<String, Double> values = new HashMap<>();
        values.put("black_core_ratio", is("video.black", stream, at) ? 1.0 : 0.0);
        values.put("freeze_difference", is("video.freeze", stream, at) ? 0.4 : 12.0);
        values.put("audio_level_dbfs", silent ? -120.0 : -18.0);
        values.put("loudness_short_term_lufs", silent ? -120.0 : loudness(stream, day, second));
        return new Measurement(
                stream,
                "main",
                at,
                second * 1_000_000L,
                keyFramesOnly ? "keyframes" : "full",
                keyFramesOnly ? 0.04 : 1,
                keyFramesOnly ? 1 : 25,
                values,
                new Provenance(
                        RELEASE,
                        at < millis(NEW_POLICY, 0) ? "2026-41" : "2026-42",
                        Map.of("video.black", 1),
                        Map.of()));
    }

    /** Around -23 LUFS, each stream a little different, in whole tenths. */
    private static double loudness(String stream, int day, int second) {
        int tenths = -230 + 5 * STREAMS.indexOf(stream) + (7 * second + 3 * day) % 41 - 20;
        return tenths / 10.0;
    }

    /** The table {@code stream_states}. */
    public static List<StreamStateRow> states() {
        List<StreamStateRow> rows = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (String stream : STREAMS) {
                if (isWatched(stream, day, 0)) {
                    LocalDate date = MONDAY.plusDays(day);
                    rows.add(state(stream, StreamState.CONNECTING, millis(date, -2)));
                    rows.add(state(stream, StreamState.LIVE, millis(date, 0)));
                    rows.add(state(stream, StreamState.NOT_WATCHED, millis(date, SECONDS)));
                }
            }
        }
        for (ToldIncident incident : INCIDENTS) {
            if (incident.kind() == ToldIncident.Kind.NO_SIGNAL) {
                long lost = incident.startedAtMillis() + incident.kind().openAfterMillis;
                rows.add(state(incident.stream(), StreamState.NO_SIGNAL, lost));
                Long lasted = incident.lastedMillis();
                if (lasted != null) {
                    long back = incident.startedAtMillis() + lasted;
                    rows.add(state(incident.stream(), StreamState.LIVE, back));
                }
            }
        }
        rows.add(state("city", StreamState.NOT_WATCHED, millis(MONDAY.plusDays(2), 130)));
        rows.add(state("city", StreamState.LIVE, millis(MONDAY.plusDays(2), 170)));
        return rows;
    }

    private static StreamStateRow state(String stream, StreamState state, long sinceMillis) {
        String reason =
                switch (state) {
                    case CONNECTING -> "opening";
                    case LIVE -> "media arrives";
                    case NO_SIGNAL -> "nothing arrives";
                    default -> "no slot watches it";
                };
        return new StreamStateRow(stream, "main", state, reason, sinceMillis, RELEASE);
    }

    private static boolean is(String defect, String stream, long atMillis) {
        return INCIDENTS.stream()
                .anyMatch(
                        one ->
                                one.defect().equals(defect)
                                        && one.stream().equals(stream)
                                        && one.covers(atMillis));
    }

    private static long millis(LocalDate day, int second) {
        return day.atTime(BEGIN).plusSeconds(second).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** The timeline of the media begins anew each evening. */
    private static long mediaMicros(long atMillis) {
        long dayMillis = 86_400_000L;
        return (atMillis % dayMillis - BEGIN.toSecondOfDay() * 1_000L) * 1_000;
    }
}
