package io.sightline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sightline.verify.Findings.Broken;
import io.sightline.verify.Findings.Gap;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordCheckTest {

    private static final long NOW_MILLIS = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final String PART = "topic-0";

    private final RecordCheck check = new RecordCheck(Layout.PARTITIONS, NOW_MILLIS, 2);
    private long offset;

    @Test
    void isSoundAndEmptyWithoutRows() {
        assertThat(check.findings().isSound()).isTrue();
        assertThat(check.findings().isEmpty()).isTrue();
    }

    @Test
    void tellsWhichIncidentsAreOpen() {
        opened("a", "11:00:00", 1_000);
        cleared("a", "11:00:00", 1_000);
        opened("b", "11:10:00", 601_000);

        Findings findings = check.findings();

        assertThat(findings.isSound()).isTrue();
        assertThat(findings.incidents()).isEqualTo(new Findings.Incidents(2, 0, 1, 1, 0, 0));
    }

    @Test
    void excusesWhatOpenedBeforeAPartitionBegins() {
        check.headIsGone(RecordTable.ALERTS, PART);
        cleared("a", "11:00:00", 1_000);
        cleared("b", "11:00:30", 31_000);

        Findings findings = check.findings();

        assertThat(findings.incidents().openedBefore()).isEqualTo(1);
        assertThat(findings.broken())
                .extracting(Broken::rule, Broken::count)
                .containsExactly(tuple(Rule.OPENED_FIRST, 1L));
        assertThat(findings.broken().get(0).examples().get(0).what())
                .isEqualTo("incident b, video.black of 'news' (main): no OPENED of it is there");
    }

    @Test
    void excusesNothingWherePartitionsAreWhole() {
        cleared("a", "11:00:00", 1_000);

        assertThat(check.findings().broken())
                .extracting(Broken::rule)
                .containsExactly(Rule.OPENED_FIRST);
    }

    @Test
    void takesAnIncidentThatARunLeftForLeftOpenWhenAnotherRunBegan() {
        opened("a", "11:00:00", 900_000);
        opened("b", "11:10:00", 2_000); // the media's own timeline begins anew

        Findings findings = check.findings();

        assertThat(findings.isSound()).isTrue();
        assertThat(findings.incidents()).isEqualTo(new Findings.Incidents(2, 0, 0, 1, 1, 0));
    }

    @Test
    void findsIncidentsThatOverlap() {
        opened("a", "11:00:00", 1_000);
        opened("b", "11:00:05", 6_000);
        cleared("a", "11:00:00", 1_000);
        cleared("b", "11:00:05", 6_000);

        assertThat(check.findings().broken())
                .extracting(Broken::rule)
                .containsExactly(Rule.NO_OVERLAP);
        assertThat(check.findings().broken().get(0).examples().get(0).what())
                .contains("incident a, video.black of 'news' (main): lasted until")
                .endsWith("and b began at 2026-11-21T11:00:05.000Z");
    }

    @Test
    void doesNotTakeAClockThatWasSetBackForAnOverlap() {
        opened("a", "11:00:00", 1_000);
        cleared("a", "11:00:00", 1_000);
        opened("b", "11:00:05", 20_000);
        cleared("b", "11:00:05", 20_000);

        assertThat(check.findings().isSound()).isTrue();
    }

    @Test
    void refusesTheSeventiesForWhatTheWallClockDecides() {
        alert("a", "OPENED", "stream.no_signal", "1970-01-01T00:00:10.000Z", 10_000, false);

        assertThat(check.findings().broken())
                .extracting(Broken::rule)
                .containsExactly(Rule.TIMES_POSSIBLE);
    }

    @Test
    void takesTheSeventiesForFilesOnly() {
        alert("a", "OPENED", "video.black", "1970-01-01T00:00:10.000Z", 10_000, false);
        assertThat(check.findings().isSound()).isTrue();

        second("1970-01-01T00:00:10.000Z");
        assertThat(check.findings().isSound()).isTrue();
    }

    @Test
    void findsTheSeventiesInAStreamThatIsMeasuredByAClock() {
        alert("a", "OPENED", "video.black", "1970-01-01T00:00:10.000Z", 10_000, false);
        second("2026-11-21T11:00:10.000Z");

        assertThat(check.findings().broken())
                .extracting(Broken::rule)
                .containsExactly(Rule.TIMES_POSSIBLE);
    }

    @Test
    void tellsHolesInTheMeasurements() {
        second("1970-01-01T00:00:03.000Z");
        second("2026-11-21T11:00:00.000Z"); // no hole of 56 years
        second("2026-11-21T11:00:01.000Z");
        second("2026-11-21T11:00:04.000Z");
        second("2026-11-21T11:00:06.000Z");

        Findings findings = check.findings();

        assertThat(findings.isSound()).isTrue();
        assertThat(findings.gaps().seconds()).isEqualTo(3);
        assertThat(findings.gaps().longest())
                .containsExactly(
                        new Gap("news", "main", millis("2026-11-21T11:00:02Z"), 2),
                        new Gap("news", "main", millis("2026-11-21T11:00:05Z"), 1));
    }

    @Test
    void countsStatesThatAreToldAgain() {
        state("CONNECTING", "2026-11-21T11:00:00.000Z");
        state("CONNECTING", "2026-11-21T11:00:09.000Z");
        state("LIVE", "2026-11-21T11:00:10.000Z");

        assertThat(check.findings().isSound()).isTrue();
        assertThat(check.findings().repeatedStates()).isEqualTo(1);
    }

    @Test
    void countsAllViolationsAndKeepsSome() {
        for (int i = 0; i < 5; i++) {
            row(RecordTable.ALERTS, "no JSON");
        }
        check.row(RecordTable.ALERTS, new RowPlace(PART, 5), null);

        Broken broken = check.findings().broken().get(0);

        assertThat(broken.count()).isEqualTo(6);
        assertThat(broken.examples()).hasSize(2);
        assertThat(broken.examples().get(1).rows()).containsExactly(new RowPlace(PART, 1));
        assertThat(check.findings()).as("asked again").isEqualTo(check.findings());
    }

    @Test
    void saysWhyARowCannotBeRead() {
        row(RecordTable.STREAM_STATES, "{\"schema_version\":1,\"stream_id\":\"news\"}");

        assertThat(check.findings().broken().get(0).examples().get(0).what())
                .isEqualTo("a row of stream_states: the column rendition is missing");
    }

    private void opened(String id, String started, long mediaMillis) {
        alert(id, "OPENED", "video.black", "2026-11-21T" + started + ".000Z", mediaMillis, false);
    }

    private void cleared(String id, String started, long mediaMillis) {
        alert(id, "CLEARED", "video.black", "2026-11-21T" + started + ".000Z", mediaMillis, true);
    }

    /** An incident opens after 2 s, lasts 10 s and clears after 2 s more. */
    private void alert(
            String id, String event, String defect, String started, long mediaMillis, boolean end) {
        long startedMillis = millis(started);
        row(
                RecordTable.ALERTS,
                """
                {"schema_version": 1, "alert_id": "%s-%s", "incident_id": "%s", "event": "%s",
                 "stream_id": "news", "rendition": "main", "defect": "%s", "severity": "major",
                 "started_at": "%s", "event_at": "%s", "ended_at": %s, "duration_ms": %d,
                 "media_start_us": %d, "media_end_us": %s}
                """
                        .formatted(
                                id,
                                event,
                                id,
                                event,
                                defect,
                                started,
                                Instant.ofEpochMilli(startedMillis + (end ? 12_000 : 2_000)),
                                end
                                        ? "\"" + Instant.ofEpochMilli(startedMillis + 10_000) + "\""
                                        : null,
                                end ? 10_000 : 2_000,
                                mediaMillis * 1_000,
                                end ? Long.toString((mediaMillis + 10_000) * 1_000) : null));
    }

    private void second(String secondAt) {
        row(
                RecordTable.MEASUREMENTS,
                """
                {"schema_version": 1, "stream_id": "news", "rendition": "main", "second_at": "%s"}
                """
                        .formatted(secondAt));
    }

    private void state(String state, String since) {
        row(
                RecordTable.STREAM_STATES,
                """
                {"schema_version": 1, "stream_id": "news", "rendition": "main", "state": "%s",
                 "reason": "", "since": "%s"}
                """
                        .formatted(state, since));
    }

    private void row(RecordTable table, String json) {
        check.row(table, new RowPlace(PART, offset++), json);
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
