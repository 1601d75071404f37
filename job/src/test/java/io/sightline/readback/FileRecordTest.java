package io.sightline.readback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.verify.Findings;
import io.sightline.verify.Findings.Broken;
import io.sightline.verify.Layout;
import io.sightline.verify.RecordCheck;
import io.sightline.verify.RecordTable;
import io.sightline.verify.RowPlace;
import io.sightline.verify.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRecordTest {

    private static final String STATE =
            """
            {"schema_version":1,"stream_id":"news","rendition":"main","state":"LIVE",\
            "reason":"media arrives","since":"2026-11-21T03:50:42.372Z"}
            """;

    @TempDir Path folder;

    private final RecordCheck check = new RecordCheck(Layout.FILES, Long.MAX_VALUE, 5);

    @Test
    void readsCompleteFilesOnly() throws Exception {
        Path states = Files.createDirectory(folder.resolve("stream_states"));
        Files.writeString(states.resolve("states-0.jsonl"), STATE);
        Files.writeString(states.resolve(".states-1.jsonl.inprogress"), "not yet a row");

        new FileRecord(folder).readInto(check);

        Findings findings = check.findings();
        assertThat(findings.isSound()).isTrue();
        assertThat(findings.tables())
                .filteredOn(rows -> rows.table() == RecordTable.STREAM_STATES)
                .singleElement()
                .satisfies(rows -> assertThat(rows.rows()).isEqualTo(1));
    }

    @Test
    void tellsFileAndLineOfWhatIsWrong() throws Exception {
        Path states = Files.createDirectory(folder.resolve("stream_states"));
        Files.writeString(states.resolve("states-0.jsonl"), STATE + "{\"schema_ver");

        new FileRecord(folder).readInto(check);

        Broken broken = check.findings().broken().get(0);
        assertThat(broken.rule()).isEqualTo(Rule.READABLE);
        assertThat(broken.examples().get(0).rows())
                .containsExactly(new RowPlace("stream_states/states-0.jsonl", 2));
    }

    @Test
    void tellsAFileThatIsNoParquet() throws Exception {
        Path measurements = Files.createDirectory(folder.resolve("measurements"));
        Files.writeString(measurements.resolve("measurements-0.parquet"), "PAR1 and no more");

        new FileRecord(folder).readInto(check);

        Broken broken = check.findings().broken().get(0);
        assertThat(broken.rule()).isEqualTo(Rule.READABLE);
        assertThat(broken.examples().get(0).what())
                .startsWith("a row of measurements: the file is damaged from here on: ");
    }

    @Test
    void saysThatThereIsNoRecord() {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> new FileRecord(folder).readInto(check))
                .withMessageStartingWith("There is no record in '" + folder + "'")
                .withMessageContaining("--output DIR");
    }
}
