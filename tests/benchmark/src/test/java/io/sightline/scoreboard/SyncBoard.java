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
    private static final List<Tap> TAPS =
            List.of(
                    new Tap(Coding.PLAIN, -400),
                    new Tap(Coding.PLAIN, 0),
                    new Tap(Coding.PLAIN, 250),
                    new Tap(Coding.CHANGED, -120),
                    new Tap(Coding.CHANGED, 60));
    private static final List<Integer> ENDS_SECONDS = List.of(15, 25, 35); // of the windows
    private static final int SECONDS = 42;

    private static final double WITHIN_MILLIS = 80;
    private static final double ASKED = 0.95; // of what it says

    /** What became of pictures and sound on their way to the tap. */
    private enum Coding {
        PLAIN(
                "half the size, 500 kb/s",
                "scale=trunc(iw/4)*2:trunc(ih/4)*2",
                "-b:v 500k -c:a mp2 -b:a 96k"),
        CHANGED(
                "a third of the size, 20 pictures a second, darker, with a logo, 250 kb/s, mono",
                "fps=20,scale=trunc(iw/6)*2:trunc(ih/6)*2,lutyuv=y=16+(val-16)*0.93,"
                        + "drawbox=x=iw*0.04:y=ih*0.05:w=iw*0.12:h=ih*0.08:color=white:t=fill",
                "-b:v 250k -c:a aac -b:a 48k -ac 1");

        private final String words;
        private final String filter;
        private final String coders;

        Coding(String words, String filter, String coders) {
            this.words = words;
            this.filter = filter;
            this.coders = coders;
        }
    }

    /**
     * A second tap.
     *
     * @param offsetMillis how much later its sound is than in the reference
     */
    private record Tap(Coding coding, int offsetMillis) {}

    /**
     * One window.
     *
     * @param said nothing where it abstains
     * @param millis that the comparison took
     */
    private record Window(Base base, Tap tap, OptionalDouble said, double millis) {

        double error() {
            return Math.abs(said.orElseThrow() - tap.offsetMillis);
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
            for (Tap tap : TAPS) {
                ProgrammeFingerprint second = Seen.in(file(clip.file(), target, tap));
                windows.addAll(compared(clip.base(), tap, second, reference));
                ofOthers.addAll(compared(clip.base(), tap, second, before));
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

    /** In milliseconds, so that no time is rounded to another picture's. */
    private static Path file(Path clip, Path target, Tap tap) throws IOException {
        String sound =
                tap.offsetMillis >= 0
                        ? "adelay=" + tap.offsetMillis + ":all=1"
                        : "atrim=start=" + -tap.offsetMillis / 1e3 + ",asetpts=PTS-STARTPTS";
        Path file = target.resolve("tap.mkv");
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-y", "-nostdin"));
        arguments.addAll(List.of("-i", clip.toString(), "-t", "" + SECONDS));
        arguments.addAll(List.of("-vf", tap.coding.filter, "-af", sound));
        arguments.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base:v", "1/1000"));
        arguments.addAll(List.of("-c:v", "mpeg4"));
        arguments.addAll(List.of(tap.coding.coders.split(" ")));
        arguments.add(file.toString());
        FfmpegProgram.ffmpeg().run(arguments);
        return file;
    }

    private static List<Window> compared(
            Base base, Tap tap, ProgrammeFingerprint seen, ProgrammeFingerprint reference) {
        List<Window> windows = new ArrayList<>();
        for (int end : ENDS_SECONDS) {
            long began = System.nanoTime();
            OptionalDouble said =
                    ProgrammeOffset.soundAfterPictures(seen, reference, end * 1_000_000L, 0);
            windows.add(new Window(base, tap, said, (System.nanoTime() - began) / 1e6));
        }
        return windows;
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
        for (Coding coding : Coding.values()) {
            List<Window> own = windows.stream().filter(w -> w.tap.coding == coding).toList();
            page.append(row(coding.words, own));
        }
        List<String> silent = silent(clips, decided);
        return page.append(
                        TAIL.formatted(
                                clips.size(),
                                TAPS.size(),
                                ofOthers.stream().filter(one -> one.said.isPresent()).count(),
                                ofOthers.size(),
                                silent.isEmpty() ? "none" : String.join(", ", silent),
                                median(windows.stream().mapToDouble(Window::millis))))
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
        double[] errors = decided.stream().mapToDouble(Window::error).toArray();
        String figures =
                errors.length == 0
                        ? "- | - | -"
                        : "%.1f %% | %.0f ms | %.0f ms"
                                .formatted(
                                        100.0 * right / errors.length,
                                        median(DoubleStream.of(errors)),
                                        DoubleStream.of(errors).max().orElseThrow());
        return "| %s | %d | %d | %.0f %% | %s |%n"
                .formatted(name, windows.size(), decided.size(), 100 * abstained, figures);
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static final String HEAD =
            """
            # Sound against pictures, beside a reference

            Written by `mvn -q -Psync-board verify -pl tests/benchmark -am -DskipTests`: how far
            [`av.sync_to_reference`](detectors.md#avsync_to_reference) is from what is known. Real clips, repeated where they are short and given sound where they have none, are the
            reference (H.264, AAC). The tap is smaller, its pictures are MPEG-4, and its sound is later or earlier by a known time, -400 to 250 ms. Both are decoded by the job's decoders and compared
            in windows of ten seconds. Asked: 95 % of what it says within 80 ms.

            | windows of | number | said | abstained | within 80 ms | median error | largest |
            |---|---|---|---|---|---|---|
            """;

    private static final String TAIL =
            """

            %d clips, each with %d taps. Of a tap beside the programme of another clip it said something in %d of %d windows. It abstains where nothing moves or sounds, and
            where what is shown comes again within four seconds. Clips that it never said anything of: %s.
            A comparison took %.1f ms, the median.
            """;
}
