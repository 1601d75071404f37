package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.isolation.CrashLedger;
import io.sightline.isolation.DeadProcess;
import io.sightline.isolation.IsolationSettings;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.RenditionsGone;
import io.sightline.source.split.StreamSplit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader does with streams that were at work when former processes died. */
class QuarantineTest {

    private static final StreamSplit POISON =
            ReaderHarness.split("poison", "udp://127.0.0.1:45999");

    @TempDir private Path folder;

    @Test
    void saysWhyItDoesNotReadAndTicksOn() throws Exception {
        crash(POISON, 3);
        try (ReaderHarness harness = reader()) {
            harness.read(POISON).until("ticks", () -> harness.count("tick BROKEN") >= 2);

            assertThat(harness.lines)
                    .filteredOn(line -> line.startsWith("state"))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "state BROKEN Not reading stream 'poison' rendition 'main'"
                                    + " (udp://127.0.0.1:45999): quarantined, since the process died 3"
                                    + " times while it was being examined; release it with 'sightline"
                                    + " streams release --marks "
                                    + folder
                                    + " poison', change its entry, or wait until ");
            assertThat(harness.reader.snapshotState(1)).containsExactly(POISON);
        }
    }

    @Test
    void readsAgainOnceReleasedByHand() throws Exception {
        crash(POISON, 3);
        try (ReaderHarness harness = reader()) {
            harness.read(POISON).until("quarantine", () -> harness.saw("state BROKEN"));

            CrashLedger.release(folder, List.of("poison"));

            harness.until("reading", () -> harness.saw("state NO_SIGNAL nothing arrives"));
        }
    }

    @Test
    void readsAgainAfterItsEntryWasDisabledAndEnabled() throws Exception {
        crash(POISON, 3);
        try (ReaderHarness harness = reader()) {
            harness.read(POISON).until("quarantine", () -> harness.saw("state BROKEN"));

            harness.reader.handleSourceEvents(
                    new RenditionsGone(List.of(POISON.splitId()), "disabled in the registry"));
            harness.until("gone", () -> harness.saw("removed"));
            harness.read(POISON);

            harness.until("reading", () -> harness.saw("state NO_SIGNAL nothing arrives"));
        }
    }

    @Test
    void aBoundedInputInQuarantineEnds() throws Exception {
        StreamSplit file = ReaderHarness.split("file", folder.resolve("clip.ts").toString());
        crash(file, 3);
        try (ReaderHarness harness = reader()) {
            harness.read(file).toTheEnd();

            assertThat(harness.lines)
                    .anyMatch(line -> line.matches("state BROKEN .*quarantined.*"));
        }
    }

    @Test
    void startsSuspectsOneAfterTheOtherTheWorstFirstAndOthersAtOnce() throws Exception {
        StreamSplit bystander = ReaderHarness.split("bystander", "udp://127.0.0.1:45998");
        StreamSplit innocent = ReaderHarness.split("innocent", "udp://127.0.0.1:45997");
        crash(bystander, 1);
        crash(POISON, 2);
        try (ReaderHarness harness = reader()) {
            harness.read(bystander, POISON, innocent);
            harness.until("all are read", () -> harness.count("state NO_SIGNAL") == 3);

            List<String> begun = harness.origins("state NO_SIGNAL").stream().distinct().toList();
            assertThat(begun).containsExactly("innocent", "poison", "bystander");
        }
    }

    private ReaderHarness reader() {
        return new ReaderHarness(
                SourceSettings.DEFAULTS,
                IsolationSettings.in(folder)
                        .withSuspicion(Duration.ofSeconds(2), Duration.ofMinutes(10)),
                new FfmpegMedia()::openDemuxer);
    }

    private void crash(StreamSplit split, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            DeadProcess.examining(folder, split.entry().input().marked(split.entry().id()));
            CrashLedger.open(IsolationSettings.in(folder), InstantSource.system()).close();
        }
    }
}
