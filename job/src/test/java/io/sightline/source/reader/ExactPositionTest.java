package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.source.SourceSettings;
import io.sightline.source.split.StreamSplit;
import io.sightline.source.split.StreamSplitSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a reader is stopped, another goes on exactly there, with enough pre-roll. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExactPositionTest {

    private static final int RESTARTS = 12;

    private final List<Path> inputs = new ArrayList<>();

    @BeforeAll
    void makeInputs(@TempDir Path folder) throws IOException {
        Clips clips = new Clips(folder);
        Path ts = clips.clip("plain.ts", 8);
        inputs.add(ts);
        inputs.add(clips.clip("plain.mp4", 8, "-c:v", "mpeg4", "-c:a", "aac"));
        inputs.add(clips.clip("sound.ogg", 8, "-vn", "-c:a", "flac"));
        inputs.add(clips.hls("mpegts", 9));
        inputs.add(clips.hls("fmp4", 9));
        inputs.add(clips.hlsWithSoundApart(9));
        inputs.add(clips.encryptedHls(9));
        inputs.add(clips.dash("clip", 9, "-use_timeline", "1"));
        Path broken = folder.resolve("joined.ts");
        Files.write(broken, Files.readAllBytes(ts));
        Files.write(broken, Files.readAllBytes(ts), StandardOpenOption.APPEND);
        inputs.add(broken);
        Path plain = clips.clip("before.ts", 8);
        String[] later = {"-output_ts_offset", "8", "-mpegts_start_pid", "0x200"};
        inputs.add(joined(folder.resolve("moved.ts"), plain, clips.clip("after.ts", 8, later)));
        String[] mute = {"-an", "-muxdelay", "0", "-muxpreload", "0"};
        String[] heard = {"-output_ts_offset", "8", "-muxdelay", "0", "-muxpreload", "0"};
        inputs.add(
                joined(
                        folder.resolve("late.ts"),
                        clips.clip("mute.ts", 8, mute),
                        clips.clip("heard.ts", 8, heard)));
    }

    private static Path joined(Path whole, Path first, Path second) throws IOException {
        Files.write(whole, Files.readAllBytes(first));
        return Files.write(whole, Files.readAllBytes(second), StandardOpenOption.APPEND);
    }

    List<Path> inputs() {
        return inputs;
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void goesOnExactlyWhereItStopped(Path input) throws Exception {
        List<String> undisturbed = undisturbed(input);
        assertThat(undisturbed).hasSizeGreaterThan(50);
        assertThat(undisturbed.stream().anyMatch(line -> line.startsWith("discontinuity")))
                .isEqualTo(input.endsWith("joined.ts"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < RESTARTS; i++) {
            int stopAfter = i == 0 ? 0 : random.nextInt(undisturbed.size());
            String what = "seed %d, stop after %d".formatted(seed, stopAfter);
            List<String> before = new ArrayList<>();
            StreamSplit position = readUntil(input, stopAfter, before);
            List<String> after = resumed(position);
            List<String> repeated =
                    after.stream().filter(line -> line.startsWith("preroll")).toList();
            // New decoders hear of tracks and anchor again, in front of the first packet.
            List<String> fresh = withoutIntroduction(before, after);
            fresh.removeIf(line -> line.startsWith("preroll"));
            List<String> joined = new ArrayList<>(before);
            joined.addAll(fresh);
            assertThat(joined).as(what).isEqualTo(undisturbed);
            assertThat(isSuffixOfPackets(repeated, before)).as(what + ": pre-roll").isTrue();
            assertThat(repeated.isEmpty()).as(what).isEqualTo(endsWithReset(before));
            assertThatPreRollBeginsWithKeyFrame(repeated, before, what);
        }
    }

    /** Or where decoders were opened: theirs began with the same packet. */
    private static void assertThatPreRollBeginsWithKeyFrame(
            List<String> preRoll, List<String> before, String what) {
        if (!preRoll.isEmpty() && !preRoll.get(0).contains("key=true")) {
            int at = before.lastIndexOf(preRoll.get(0).replace("preroll", "packet"));
            assertThat(endsWithReset(before.subList(0, at))).as(what).isTrue();
        }
    }

    /** Whether no packet went to the decoders since they were opened or reset. */
    private static boolean endsWithReset(List<String> before) {
        for (int i = before.size() - 1; i >= 0; i--) {
            if (before.get(i).startsWith("packet")) {
                return false;
            } else if (before.get(i).matches("(discontinuity|tracks).*")) {
                return true;
            }
        }
        return true;
    }

    private static List<String> withoutIntroduction(List<String> before, List<String> after) {
        List<String> fresh = new ArrayList<>(after);
        int packets = 0;
        while (packets < after.size() && !isPacket(after.get(packets))) {
            packets++;
        }
        boolean needsDecoders = packets < after.size();
        if (needsDecoders && !before.isEmpty()) {
            int tracks = fresh.indexOf(tracksLine(after));
            assertThat(tracks).isBetween(0, packets);
            fresh.remove(tracks);
            if (before.stream().anyMatch(line -> line.startsWith("anchor"))) {
                assertThat(fresh.get(tracks)).startsWith("anchor");
                fresh.remove(tracks);
            }
        }
        return fresh;
    }

    private static String tracksLine(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("tracks")).findFirst().orElse("");
    }

    private static boolean isPacket(String line) {
        return line.startsWith("packet") || line.startsWith("preroll");
    }

    private static boolean isSuffixOfPackets(List<String> preRoll, List<String> before) {
        List<String> packets = before.stream().filter(line -> line.startsWith("packet")).toList();
        List<String> expected = packets.subList(packets.size() - preRoll.size(), packets.size());
        return expected.equals(
                preRoll.stream().map(line -> line.replace("preroll", "packet")).toList());
    }

    private static List<String> undisturbed(Path input) throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            return harness.read(ReaderHarness.split("clip", input.toString())).toTheEnd().media();
        }
    }

    private static StreamSplit readUntil(Path input, int events, List<String> before)
            throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("clip", input.toString()));
            harness.until("enough events", () -> harness.media().size() >= events);
            before.addAll(harness.media());
            StreamSplitSerializer serializer = new StreamSplitSerializer();
            List<StreamSplit> snapshot = harness.reader.snapshotState(1);
            return serializer.deserialize(
                    serializer.getVersion(), serializer.serialize(snapshot.get(0)));
        }
    }

    private static List<String> resumed(StreamSplit position) throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            return harness.read(position).toTheEnd().media();
        }
    }
}
