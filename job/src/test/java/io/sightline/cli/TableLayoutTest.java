package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableLayoutTest {

    private final RunRecord record = new RunRecord(Clock.fixed(FakeTerminal.NOW, ZoneOffset.UTC));

    @Test
    void showsEveryColumnWhereThereIsRoom() {
        script();

        assertThat(lines(120, 24))
                .containsExactly(
                        "STREAM                    STATE    WATCHED  FPS  COVER   LUFS  LAST ALERT",
                        "camera                    live    00:00:02   25   75 %  -23.0  video.black"
                                + " opened 12 s ago",
                        "gone                      broken  00:00:00    -      -      -  There is no"
                                + " such file.",
                        "quiet-one-with-a-long-n…  live    00:00:01   25  100 %  -23.0");
    }

    @Test
    void leavesOutTheLessImportantOnNarrowTerminals() {
        script();

        assertThat(lines(60, 24))
                .containsExactly(
                        "STREAM            STATE   LAST ALERT",
                        "camera            live    video.black opened 12 s ago",
                        "gone              broken  There is no such file.",
                        "quiet-one-with-…  live");
        assertThat(lines(80, 24)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void keepsStreamsInTroubleWhenNotAllFit() {
        for (int i = 0; i < 10; i++) {
            record.learn(Rows.second("s" + i, 1000, 1));
        }
        record.learn(Rows.opened("s9", "video.black", Severity.MAJOR, 1000));

        List<String> lines = lines(80, 6);

        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).startsWith("s9 ");
        assertThat(lines.get(4)).isEqualTo("and 7 more, without open incidents");
    }

    private void script() {
        record.learn(Rows.state("camera", StreamState.LIVE, ""));
        record.learn(Rows.second("camera", 1000, 1));
        record.learn(Rows.second("camera", 2000, 0.509));
        record.learn(Rows.second("camera", 2000, 0.509)); // told again after a restart
        record.learn(Rows.opened("camera", "video.black", Severity.MAJOR, 1000));
        record.learn(Rows.state("gone", StreamState.BROKEN, "There is no such file."));
        record.learn(Rows.state("quiet-one-with-a-long-name", StreamState.LIVE, ""));
        record.learn(Rows.second("quiet-one-with-a-long-name", 1000, 1));
    }

    private List<String> lines(int columns, int rows) {
        return TableLayout.lines(
                record.watched(),
                new TerminalSize(columns, rows),
                FakeTerminal.NOW.toEpochMilli() + 12_000,
                Palette.PLAIN);
    }
}
