package io.sightline.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.control.ControlTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about controls knows every key, and its example is a control. */
final class ControlReferenceTest {

    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private static String page() throws IOException {
        return Files.readString(
                Path.of(System.getProperty("sightline.root"), "docs/reference/controls.md"));
    }

    @Test
    void everyKeyIsDescribed() throws IOException {
        String page = page();

        assertThat(ControlTable.SCHEMA.columnNames())
                .allSatisfy(key -> assertThat(page).contains("\n| `" + key + "` |"));
    }

    @Test
    void theExampleIsAControl() throws IOException {
        Matcher example = EXAMPLE.matcher(page());

        assertThat(example.find()).isTrue();
        ControlReader.Read read = ControlReader.read("controls.md", 0, null, example.group(1));
        assertThat(read.problems()).isEmpty();
        assertThat(read.control()).isNotNull();
    }
}
