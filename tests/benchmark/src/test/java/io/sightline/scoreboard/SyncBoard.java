package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.sync.ProgrammeFingerprint;
import io.sightline.detector.sync.ProgrammeOffset;
import io.sightline.media.MediaException;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * Sound against pictures of a second tap of real clips, off by what is known, in windows of ten
 * seconds. Writes docs/reference/sync-to-reference.md.
 *
 * <p>Run by the profile {@code sync-board}.
 */
class SyncBoard {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));
    private static final Path MEDIA = Path.of(System.getProperty("sightline.media", "absent"));
    private static final List<Integer> OFFSETS_MILLIS = List.of(-400, -120, 0, 60, 250);
    private static final List<Integer> ENDS_SECONDS = List.of(15, 25, 35); // of the windows
    private static final int SECONDS = 42;

    private static final double WITHIN_MILLIS = 80;
    private static final double ASKED = 0.95; // of what it says

    /**
     * One window.
     *
     * @param offsetMillis how much later sound is than in the reference
     * @param said nothing where it abstains
     */
    private record Window(Base base, int offsetMillis, OptionalDouble said) {

        double error() {
            return Math.abs(said.orElseThrow() - offsetMillis);
        }

        boolean isRight() {
            return error() <= WITHIN_MILLIS;
        }
    }

    /** What one clip has shown and sounded like. */
    private static final class Seen implements DecodedFile.Watcher {
        private final ProgrammeFingerprint fingerprint = new ProgrammeFingerprint();

        static ProgrammeFingerprint in(Path file) throws MediaException {
            Seen seen = new Seen();
            DecodedFile.play(file, seen);
            return seen.fingerprint;
        }

        @Override
        public void onPicture(VideoFrame frame) {
            fingerprint.add(frame);
        }

        @Override
        public void onSound(AudioBlock block) {
            fingerprint.add(block);
        }

        @Override
        public void onUndecodable(long atMicros) {
            throw new AssertionError("cannot be decoded at " + atMicros);
        }
    }

    @Test
    void findsKnownOffsets() throws Exception {
        assumeTrue(Files.isDirectory(MEDIA), "no real clips at " + MEDIA);
        Path target = Files.createDirectories(ROOT.resolve("tests/benchmark/target/sync"));
        BoardClips making = new BoardClips(MEDIA, Files.createDirectories(target.resolve("clips")));
        List<Base> bases = Base.ALL.stream().filter(base -> !base.isInterlaced()).toList();
        List<Callable<PlantedClip>> orders = new ArrayList<>();
        bases.forEach(base -> orders.add(() -> making.clean(base, 1)));
        List<String> failures = new ArrayList<>();
        List<PlantedClip> clips = BoardClips.all(orders, failures);
        assertThat(failures).isEmpty();

        List<Window> windows = new ArrayList<>();
        List<Window> ofOthers = new ArrayList<>();
        ProgrammeFingerprint before = fingerprint(clips.get(clips.size() - 1).file(), target);
        for (PlantedClip clip : clips) {
            ProgrammeFingerprint reference = fingerprint(clip.file(), target);
            for (int offset : OFFSETS_MILLIS) {
                Path tap = tap(clip.file(), target, offset);
                ProgrammeFingerprint second = Seen.in(tap);
                windows.addAll(compared(clip.base(), offset, second, reference));
                ofOthers.addAll(compared(clip.base(), offset, second, before));
            }
            before = reference;
        }

        List<Window> decided = windows.stream().filter(one -> one.said.isPresent()).toList();
        Files.writeString(
                ROOT.resolve("docs/reference/sync-to-reference.md"),
                page(clips, windows, decided, ofOthers));
        long right = decided.stream().filter(Window::isRight).count();
        assertThat((double) right / decided.size()).as("within").isGreaterThanOrEqualTo(ASKED);
    }

    private static ProgrammeFingerprint fingerprint(Path clip, Path target)
            throws IOException, MediaException {
        Path start = target.resolve("reference.mkv");
        FfmpegProgram.ffmpeg()
                .run(
                        "-v",
                        "error",
                        "-y",
                        "-i",
                        "" + clip,
                        "-t",
                        "" + SECONDS,
                        "-c",
                        "copy",
                        "" + start);
        return Seen.in(start);
    }

    /** Half as large, coded by other coders, sound later or earlier. */
    private static Path tap(Path clip, Path target, int offsetMillis) throws IOException {
        String sound =
                offsetMillis >= 0
                        ? "adelay=" + offsetMillis + ":all=1"
                        : "atrim=start=" + -offsetMillis / 1e3 + ",asetpts=PTS-STARTPTS";
        Path tap = target.resolve("tap.mkv");
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-y", "-nostdin"));
        arguments.addAll(List.of("-i", clip.toString(), "-t", "" + SECONDS));
        arguments.addAll(List.of("-vf", "scale=trunc(iw/4)*2:trunc(ih/4)*2", "-af", sound));
        arguments.addAll(List.of("-c:v", "mpeg4", "-b:v", "500k", "-c:a", "mp2", "-b:a", "96k"));
        arguments.add(tap.toString());
        FfmpegProgram.ffmpeg().run(arguments);
        return tap;
    }

    private static List<Window> compared(
            Base base, int offset, ProgrammeFingerprint tap, ProgrammeFingerprint reference) {
        return ENDS_SECONDS.stream()
                .map(end -> end * 1_000_000L)
                .map(end -> ProgrammeOffset.soundAfterPictures(tap, reference, end, 0))
                .map(said -> new Window(base, offset, said))
                .toList();
    }

    private static String page(
            List<PlantedClip> clips,
            List<Window> windows,
            List<Window> decided,
            List<Window> ofOthers) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(row("all", windows));
        Arrays.stream(Base.Content.values())
                .filter(content -> windows.stream().anyMatch(one -> one.base.content() == content))
                .forEach(content -> page.append(row(words(content), of(content, windows))));
        for (int offset : OFFSETS_MILLIS) {
            List<Window> own = windows.stream().filter(w -> w.offsetMillis == offset).toList();
            page.append(row("off by %d ms".formatted(offset), own));
        }
        return page.append(
                        TAIL.formatted(
                                clips.size(),
                                ofOthers.stream().filter(one -> one.said.isPresent()).count(),
                                ofOthers.size(),
                                String.join(", ", silent(clips, decided))))
                .toString();
    }

    private static List<Window> of(Base.Content content, List<Window> windows) {
        return windows.stream().filter(one -> one.base.content() == content).toList();
    }

    private static String words(Base.Content content) {
        return content.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Clips of which it never said anything. */
    private static List<String> silent(List<PlantedClip> clips, List<Window> decided) {
        return clips.stream()
                .map(PlantedClip::base)
                .filter(base -> decided.stream().noneMatch(one -> one.base.equals(base)))
                .map(base -> "`" + base.name() + "`")
                .sorted()
                .toList();
    }

    private static String row(String name, List<Window> windows) {
        List<Window> decided = windows.stream().filter(one -> one.said.isPresent()).toList();
        double abstained = 1 - (double) decided.size() / windows.size();
        long right = decided.stream().filter(Window::isRight).count();
        double[] errors = decided.stream().mapToDouble(Window::error).sorted().toArray();
        String figures =
                errors.length == 0
                        ? "- | - | -"
                        : "%.1f %% | %.0f ms | %.0f ms"
                                .formatted(
                                        100.0 * right / errors.length,
                                        errors[errors.length / 2],
                                        DoubleStream.of(errors).max().orElseThrow());
        return "| %s | %d | %d | %.0f %% | %s |%n"
                .formatted(name, windows.size(), decided.size(), 100 * abstained, figures);
    }

    private static final String HEAD =
            """
            # Sound against pictures, beside a reference

            Written by `mvn -q -Psync-board verify -pl tests/benchmark -am -DskipTests`: how far
            [`av.sync_to_reference`](detectors.md#avsync_to_reference) is from what is known. Real clips, repeated where they are short and given sound where they have none, are the
            reference (H.264, AAC); the tap has half their size, other coders (MPEG-4, MP2) and its sound later or earlier by a known time. Both are decoded by the job's decoders and compared
            in windows of ten seconds. Asked: 95 % of what it says within 80 ms.

            | windows of | number | said | abstained | within 80 ms | median error | largest |
            |---|---|---|---|---|---|---|
            """;

    private static final String TAIL =
            """

            %d clips. Of a tap beside the programme of another clip it said something in %d of %d windows. Offsets of one
            window are found together or not at all: they are one piece of evidence. It abstains where nothing moves or sounds, and where what is shown comes again within four seconds.
            It never said anything of: %s.
            """;
}
