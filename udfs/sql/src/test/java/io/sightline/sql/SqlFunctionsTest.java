package io.sightline.sql;

import static io.sightline.sql.Statements.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through SQL, as analysts call them. */
class SqlFunctionsTest {

    @RegisterExtension static final MiniClusterExtension CLUSTER = Statements.cluster();

    private TableEnvironment sql;

    @BeforeEach
    void registerFunctions() {
        sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        sql.executeSql("CREATE FUNCTION timecode AS 'io.sightline.sql.TimecodeFunction'");
        sql.executeSql("CREATE FUNCTION epoch_ms AS 'io.sightline.sql.EpochMsFunction'");
        sql.executeSql("CREATE FUNCTION day_of AS 'io.sightline.sql.DayOfFunction'");
        sql.executeSql("CREATE FUNCTION severity_rank AS 'io.sightline.sql.SeverityRankFunction'");
    }

    @Test
    void writesTimeCodesOfAColumn() throws Exception {
        assertThat(
                        query(
                                """
                                SELECT timecode(us, fps) FROM (VALUES
                                  (1, CAST(0 AS BIGINT), CAST(25 AS DOUBLE)),
                                  (2, CAST(3723040000 AS BIGINT), CAST(25 AS DOUBLE)),
                                  (3, CAST(33333 AS BIGINT), CAST(30 AS DOUBLE)),
                                  (4, CAST(NULL AS BIGINT), CAST(25 AS DOUBLE)),
                                  (5, CAST(40000 AS BIGINT), CAST(NULL AS DOUBLE)),
                                  (6, CAST(40000 AS BIGINT), CAST(12.5 AS DOUBLE)))
                                  AS t (n, us, fps)
                                ORDER BY n
                                """))
                .containsExactly("00:00:00:00", "01:02:03:01", "00:00:00:01", null, null, null);
    }

    @Test
    void acceptsWholeAndDecimalLiterals() throws Exception {
        assertThat(query("SELECT timecode(1001000, 29.97)")).containsExactly("00:00:01:00");
        assertThat(query("SELECT timecode(1000000, 50)")).containsExactly("00:00:01:00");
    }

    @Test
    void ranksSeverities() throws Exception {
        assertThat(
                        query(
                                """
                                SELECT severity_rank(s) FROM (VALUES (1, 'info'), (2, 'warning'),
                                  (3, 'MAJOR'), (4, 'critical'), (5, 'bad'),
                                  (6, CAST(NULL AS STRING))) AS t (n, s)
                                ORDER BY n
                                """))
                .containsExactly(0, 1, 2, 3, null, null);
        assertThat(
                        query(
                                """
                                SELECT s FROM (VALUES ('info'), ('critical'), ('major')) AS t (s)
                                WHERE severity_rank(s) >= severity_rank('major')
                                """))
                .containsExactlyInAnyOrder("critical", "major");
    }

    @Test
    void givesMillisecondsAndDaysOfATimeInWhateverZoneTheSessionIs() throws Exception {
        String late = "TO_TIMESTAMP_LTZ(86399999, 3)";
        for (String zone : List.of("UTC", "America/New_York")) {
            sql.getConfig().setLocalTimeZone(ZoneId.of(zone));
            assertThat(query("SELECT epoch_ms(%s)".formatted(late))).containsExactly(86_399_999L);
            assertThat(query("SELECT day_of(%s, 'UTC')".formatted(late)))
                    .containsExactly(LocalDate.of(1970, 1, 1));
            assertThat(query("SELECT day_of(%s, 'Asia/Tokyo')".formatted(late)))
                    .containsExactly(LocalDate.of(1970, 1, 2));
        }
        assertThat(query("SELECT epoch_ms(CAST(NULL AS TIMESTAMP_LTZ(3)))"))
                .containsExactly((Object) null);
        assertThat(query("SELECT day_of(%s, 'Nowhere/City')".formatted(late)))
                .containsExactly((Object) null);
        assertThat(query("SELECT day_of(%s, CAST(NULL AS STRING))".formatted(late)))
                .containsExactly((Object) null);
    }

    @ParameterizedTest
    @CsvSource({
        "24, 24, 1",
        "23.976, 24, 1.001",
        "25, 25, 1",
        "29.97, 30, 1.001",
        "30, 30, 1",
        "50, 50, 1",
        "59.94, 60, 1.001",
        "60, 60, 1"
    })
    void givesEveryFrameItsOwnCodeThroughADay(double written, int nominal, double divisor) {
        FrameClock clock = FrameClock.of(written).orElseThrow();
        long framesPerDay = nominal * 86_400L;
        for (long frame = 0; frame < framesPerDay; frame += 997) {
            long micros = Math.round(frame * 1e6 * divisor / nominal);
            long second = frame / nominal;
            String expected =
                    "%02d:%02d:%02d:%02d"
                            .formatted(
                                    second / 3_600, second / 60 % 60, second % 60, frame % nominal);

            assertThat(clock.codeAt(micros)).isEqualTo(expected);
        }
    }

    @Test
    void beginsAgainAfterADayAndCountsBackBeforeZero() {
        FrameClock pal = FrameClock.of(25).orElseThrow();

        assertThat(pal.codeAt(86_400_000_000L)).isEqualTo("00:00:00:00");
        assertThat(pal.codeAt(-40_000)).isEqualTo("23:59:59:24");
        assertThat(pal.codeAt(Long.MAX_VALUE)).matches("\\d\\d:\\d\\d:\\d\\d:\\d\\d");
        assertThat(pal.codeAt(Long.MIN_VALUE)).matches("\\d\\d:\\d\\d:\\d\\d:\\d\\d");
    }

    private List<Object> query(String text) throws Exception {
        List<Object> values = new ArrayList<>();
        rows(sql, text).forEach(row -> values.add(row.getField(0)));
        return values;
    }
}
