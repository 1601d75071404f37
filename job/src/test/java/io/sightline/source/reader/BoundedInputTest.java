package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamEvent;
import io.sightline.source.SourceSettings;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedInputTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private static final SourceSettings IMPATIENT =
            SourceSettings.DEFAULTS.withDeadlines(SOON, Duration.ofSeconds(1), SOON);

    /** What is there may take its time; what fails is not tried again for long. */
    private static final SourceSettings GIVING_UP_SOON =
            SourceSettings.DEFAULTS.withDeadlines(
                    SourceSettings.DEFAULTS.openDeadline(),
                    SourceSettings.DEFAULTS.readDeadline(),
                    SOON);

    @TempDir private Path folder;

    private Path good;

    @BeforeEach
    void makeClip() throws IOException {
        good = new Clips(folder).clip("good.ts", 3);
    }

    @Test
    void beginsAtZeroAndEndsAfterItsLastPacket() throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("good", good.toString())).toTheEnd();
            List<String> media = harness.media();
            assertThat(media.get(0)).isEqualTo("tracks [mpeg2video, mp2]");
            assertThat(media.get(1)).isEqualTo("anchor 0 0");
            assertThat(harness.count("packet 0")).isEqualTo(75);
            assertThat(media.stream().filter(line -> line.contains("pts=0 "))).isNotEmpty();
            assertThat(media).last().isEqualTo("ended");
            assertThat(harness.lines).last().isEqualTo("state NOT_WATCHED end of input");
        }
    }

    @Test
    void namesTheRenditionByOneObjectInEveryEvent() throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("good", good.toString())).toTheEnd();

            assertThat(harness.others)
                    .hasAtLeastOneElementOfType(StreamEvent.StateChanged.class)
                    .hasAtLeastOneElementOfType(StreamEvent.Anchored.class)
                    .hasAtLeastOneElementOfType(StreamEvent.InputEnded.class)
                    .allSatisfy(
                            event ->
                                    assertThat(event.origin())
                                            .isSameAs(harness.others.get(0).origin()));
        }
    }

    @Test
    void saysOnceWhatIsWrongAndReadsTheOthers() throws Exception {
        Path text = Files.writeString(folder.resolve("text.mp4"), "no media at all\n".repeat(99));
        Path empty = Files.createFile(folder.resolve("empty.ts"));
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(
                    ReaderHarness.split("missing", folder.resolve("none.ts").toString()),
                    ReaderHarness.split("folder", folder.toString()),
                    ReaderHarness.split("empty", empty.toString()),
                    ReaderHarness.split("text", text.toString()),
                    ReaderHarness.split("scheme", "gopher://example.org/x"),
                    ReaderHarness.split("playlist", folder.resolve("none.m3u8").toString()),
                    ReaderHarness.split("good", good.toString()));
            harness.toTheEnd();
            assertBroken(harness, "missing", "no such file");
            assertBroken(harness, "folder", "it is a directory");
            assertBroken(harness, "empty", "the file is empty");
            assertBroken(harness, "text", "text.mp4");
            assertBroken(harness, "scheme", "only paths and file, http, https, udp, rtp, srt");
            assertBroken(harness, "playlist", "no such file");
            assertThat(harness.count("packet 0")).isEqualTo(75);
        }
    }

    private static void assertBroken(ReaderHarness harness, String stream, String message) {
        List<String> said =
                harness.lines.stream()
                        .filter(line -> line.startsWith("state BROKEN"))
                        .filter(line -> line.contains("stream '" + stream + "'"))
                        .toList();
        assertThat(said).hasSize(1);
        assertThat(said.get(0)).contains(message);
    }

    @Test
    void holdsTheReadingThreadBackWhenTheQueueIsFull() throws Exception {
        SourceSettings small = SourceSettings.DEFAULTS.withQueueBytes(MemorySize.parse("20kb"));
        try (ReaderHarness harness = new ReaderHarness(small)) {
            harness.read(ReaderHarness.split("good", good.toString()));
            harness.until("first packet", () -> harness.saw("packet"));
            assertThat(harness.reader.queuedBytes()).isLessThanOrEqualTo(60_000);
            harness.toTheEnd();
            assertThat(harness.count("packet 0")).isEqualTo(75);
        }
    }

    @Test
    void releasesWhatWasNotEmittedWhenClosedMidway() throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("good", good.toString()));
            harness.until("some packets", () -> harness.count("packet") > 20);
        }
    }

    @Test
    void readsOverHttpAndReportsErrorStatuses() throws Exception {
        try (Origin server = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(GIVING_UP_SOON)) {
            server.status("/error.ts", 500);
            harness.read(
                    ReaderHarness.split("good", server.url("/good.ts")),
                    ReaderHarness.split("missing", server.url("/none.ts")),
                    ReaderHarness.split("error", server.url("/error.ts")));
            harness.toTheEnd();
            assertThat(harness.count("packet 0")).isEqualTo(75);
            assertBroken(harness, "missing", "/none.ts");
            assertBroken(harness, "error", "/error.ts");
        }
    }

    @Test
    void dripsEndInsteadOfHanging() throws Exception {
        try (Origin server = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(IMPATIENT)) {
            server.stallAfter("/good.ts", 30_000);
            harness.read(ReaderHarness.split("slow", server.url("/good.ts"))).toTheEnd();
            assertBroken(harness, "slow", "/good.ts");
        }
    }
}
