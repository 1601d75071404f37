package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.verify.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyCommandTest {

    private static final String OPENED =
            """
            {"schema_version":1,"alert_id":"a1-opened-1","incident_id":"a1","event":"OPENED",\
            "stream_id":"news","rendition":"main","defect":"video.black","severity":"major",\
            "started_at":"2026-11-21T03:00:00.000Z","event_at":"2026-11-21T03:00:02.000Z",\
            "ended_at":null,"duration_ms":2000,"media_start_us":10,"media_end_us":null}
            """;
    private static final String CLEARED =
            """
            {"schema_version":1,"alert_id":"a1-cleared-1","incident_id":"a1","event":"CLEARED",\
            "stream_id":"news","rendition":"main","defect":"video.black","severity":"major",\
            "started_at":"2026-11-21T03:00:00.000Z","event_at":"2026-11-21T03:00:12.000Z",\
            "ended_at":"2026-11-21T03:00:10.000Z","duration_ms":10000,"media_start_us":10,\
            "media_end_us":10000010}
            """;

    private static final Path DOCS = Path.of(System.getProperty("sightline.root"), "docs");

    @TempDir Path folder;

    private final FakeTerminal screen = new FakeTerminal(100);
    private Path alerts;

    @BeforeEach
    void makeFolder() throws Exception {
        alerts = Files.createDirectory(folder.resolve("alerts")).resolve("alerts-0.jsonl");
    }

    @Test
    void saysWhatASoundRecordHolds() throws Exception {
        Files.writeString(alerts, OPENED + CLEARED);

        assertThat(verify()).isEqualTo(ExitStatus.FINE);

        assertThat(screen.out().lines())
                .containsExactly(
                        "Record: files below " + folder,
                        "  TABLE          ROWS  STREAMS  FILES  FROM                  TO",
                        "  alerts            2        1      1  2026-11-21 03:00:02Z  2026-11-21 03:00:12Z",
                        "  measurements      0        0      0",
                        "  stream_states     0        0      0",
                        "",
                        "Incidents: 1 opened, 1 cleared, 0 still open",
                        "Gaps: none",
                        "",
                        "Sound: everything that can be checked is as promised.");
    }

    @Test
    void showsViolationsWithTheirRows() throws Exception {
        Files.writeString(alerts, CLEARED + CLEARED + CLEARED);

        assertThat(verify("--show=1")).isEqualTo(ExitStatus.UNSOUND);

        assertThat(screen.out())
                .contains(
                        """
                        The same alert twice: 2
                          alert a1-cleared-1, video.black of 'news' (main)
                            alerts/alerts-0.jsonl@1, alerts/alerts-0.jsonl@2
                          and 1 more; --show N shows more of them
                          Two runs over one file, written into the same record, look like this too.
                        """)
                .contains("Incidents that never opened: 1\n")
                .endsWith("Not sound: 3 violations of 2 kinds.\n");
    }

    @Test
    void tellsMachinesTheSame() throws Exception {
        Files.writeString(alerts, OPENED + OPENED);

        assertThat(verify("--json")).isEqualTo(ExitStatus.UNSOUND);

        JsonNode found = new ObjectMapper().readTree(screen.out());
        assertThat(found.get("sound").booleanValue()).isFalse();
        assertThat(found.at("/tables/alerts/rows").intValue()).isEqualTo(2);
        assertThat(found.at("/incidents/open").intValue()).isEqualTo(1);
        assertThat(found.at("/broken_rules/0/rule").textValue()).isEqualTo("alert-once");
        assertThat(found.at("/broken_rules/0/examples/0/rows/1/part").textValue())
                .isEqualTo("alerts/alerts-0.jsonl");
        assertThat(found.at("/broken_rules/0/examples/0/rows/1/position").intValue()).isEqualTo(2);
    }

    @Test
    void takesTimesAheadOfTheClockForTheFutureBeyondALimit() throws Exception {
        Files.writeString(alerts, OPENED.replace("T03:00", "T03:12"));
        assertThat(verify()).isEqualTo(ExitStatus.FINE);
        assertThat(verify("--ahead=1min")).isEqualTo(ExitStatus.UNSOUND);
        assertThat(screen.out()).contains("is in the future");
    }

    @Test
    void saysThatNothingIsThereYet() {
        assertThat(verify()).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).endsWith("Nothing is in the record yet.\n");
    }

    @Test
    void tellsAllThatIsWrongWithTheCommandLine() {
        assertThat(verify("--kafka= ", "--ahead=soon", "--show=0", "--topics=our topics"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains(
                        "--ahead: 'soon' is no duration",
                        "--show: 0 is not 1 to",
                        "--kafka and --output exclude each other",
                        "--kafka: '' is no HOST:PORT",
                        "--topics: 'our topics' is not");
        assertThat(verify("--topics=ours")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("are of use only with --kafka");
    }

    @Test
    void saysThatThereIsNoRecord() {
        int status = Sightline.run(screen.terminal(), noJob(), "verify", "--output", "/nowhere");

        assertThat(status).isEqualTo(ExitStatus.FAILED);
        assertThat(screen.out()).isEmpty();
        assertThat(screen.err()).startsWith("sightline: There is no record in '/nowhere': ");
    }

    @Test
    void describesEveryOptionInTheReference() throws Exception {
        String page = Files.readString(DOCS.resolve("reference/cli.md"));
        String section = page.substring(page.indexOf("\n## verify"));
        CommandLine command =
                Sightline.commandLine(screen.terminal(), noJob()).getSubcommands().get("verify");
        for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
            if (!List.of("--help", "--version").contains(option.longestName())) {
                assertThat(section).contains("`" + option.longestName());
            }
        }
    }

    @Test
    void describesEveryRuleInTheGuide() throws Exception {
        String page = Files.readString(DOCS.resolve("how-to/verify-the-record.md"));
        for (Rule rule : Rule.values()) {
            assertThat(page).contains("`" + rule.id() + "`");
        }
    }

    private int verify(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "verify";
        arguments[1] = "--output";
        arguments[2] = folder.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Sightline.run(screen.terminal(), noJob(), arguments);
    }

    private static JobStarter noJob() {
        return (plan, rows) -> {
            throw new AssertionError("nothing is to be started");
        };
    }
}
