package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.group.DeskSettings;
import io.sightline.notify.group.FlapSettings;
import io.sightline.notify.group.GroupSettings;
import io.sightline.notify.group.GroupSettings.Defects;
import io.sightline.yaml.ConfigProblem;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PagingReaderTest {

    private final ConfigProblems problems = new ConfigProblems("notify.yaml");

    private DeskSettings read(String text) {
        return new PagingReader(YamlText.readMap(text, problems).orElseThrow(), problems).read();
    }

    @Test
    void readsWhatIsGroupedAndDamped() {
        DeskSettings settings =
                read(
                        """
                        group: {by: [encoder, cdn], min: 3, wait: 5s, clear: 1m, defects: any}
                        flapping: {more-than: 2, within: 1m, quiet: 2m}
                        """);

        assertThat(settings.group())
                .isEqualTo(
                        new GroupSettings(
                                List.of("encoder", "cdn"),
                                3,
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1),
                                Defects.ANY));
        assertThat(settings.flap())
                .isEqualTo(new FlapSettings(2, Duration.ofMinutes(1), Duration.ofMinutes(2)));
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void dampsAsUsualUnlessToldOtherwise() {
        assertThat(read("type: webhook")).isEqualTo(new DeskSettings(null, FlapSettings.DEFAULT));
        assertThat(read("flapping: false")).isEqualTo(DeskSettings.PLAIN);
        assertThat(read("group: {by: encoder}").group())
                .isEqualTo(GroupSettings.by(List.of("encoder")));
    }

    @Test
    void tellsEverythingThatIsWrong() {
        read(
                """
                group: {min: 1, wait: soon, defect: any}
                flapping: {more-than: 0, quite: 2m}
                """);

        assertThat(problems.list())
                .extracting(ConfigProblem::message)
                .contains(
                        "unknown key 'defect'; did you mean 'defects'?",
                        "'min' is a whole number from 2 to 100000",
                        "'more-than' is a whole number from 1 to 1000",
                        "unknown key 'quite'; did you mean 'quiet'?")
                .anyMatch(message -> message.startsWith("'wait' is a duration"));
    }

    @Test
    void everyKeyIsDescribed() throws IOException {
        String page =
                Files.readString(
                        Path.of(
                                System.getProperty("sightline.root"),
                                "docs/reference/controls.md"));

        assertThat(PagingReader.GROUP_KEYS)
                .allSatisfy(key -> assertThat(page).contains("| `group." + key + "` |"));
        assertThat(PagingReader.FLAPPING_KEYS)
                .allSatisfy(key -> assertThat(page).contains("| `flapping." + key + "` |"));
    }
}
