package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.source.SourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every real clip at once, through one reader. */
class RealClipsReadingTest {

    @Test
    void readsEveryClipToItsEndOrSaysWhyNot() throws Exception {
        Path folder = Path.of(System.getProperty("sightline.media", ""));
        assumeTrue(Files.isRegularFile(folder.resolve("MANIFEST.md")), "no folder of real clips");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).collect(Collectors.toList());
        }
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            for (Path file : files) {
                harness.read(
                        ReaderHarness.split(folder.relativize(file).toString(), file.toString()));
            }
            harness.toTheEnd();
            assertThat(harness.count("ended")).isEqualTo(files.size());
            long over = harness.count("state NOT_WATCHED") + harness.count("state BROKEN");
            assertThat(over).isEqualTo(files.size());
            assertThat(harness.count("state NOT_WATCHED")).isGreaterThan(40);
            assertThat(harness.saw("defect of this program")).isFalse();
        }
    }
}
