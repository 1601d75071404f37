package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.config.PolicyFile;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.StreamId;
import io.sightline.detector.video.BlockCorruptionDetector;
import io.sightline.detector.video.DecodeErrorDetector;
import io.sightline.inject.StreamDamage;
import io.sightline.media.MediaException;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.model.InstalledModel;
import io.sightline.model.ModelFinder;
import io.sightline.model.ModelProcessor;
import io.sightline.model.onnx.LearnedFactory;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who finds damage of a delivered bitstream, picture by picture: what the decoder says, the rule
 * that looks at pictures, the model. Writes docs/reference/models/evidence.md.
 *
 * <p>Run by the profile {@code evidence-board}.
 */
class EvidenceBoard {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));
    private static final Path MEDIA = Path.of(System.getProperty("sightline.media", "absent"));
    private static final Path MODEL =
            ROOT.resolve("udfs/models/src/main/resources/io/sightline/model/block-map");
    private static final int SECONDS = 12;

    /** What is asked of the decoder's word. */
    private static final double ASKED = 0.9;

    private static final List<String> RULES =
            List.of(
                    "video.decode_error",
                    "video.block_corruption",
                    "video.block_corruption_learned");

    private static final List<String> MEASURES =
            List.of("decoder's evidence", "rule", "model", "evidence or rule");

    /** Clips that the model was neither trained nor chosen with. */
    private static final Map<String, String> CLIPS =
            Map.of(
                    "dark_city_night_mpeg2.mpg", "640:360",
                    "screen_app_1080p30_vp9.webm", "640:360",
                    "sport_football_juggle_720p24.mp4", "640:360",
                    "talking_closeup_man_844p.mp4", "480:480");

    /**
     * @param isMpeg2 otherwise H.264
     * @param options of the bundled ffmpeg
     */
    private record Coding(String words, boolean isMpeg2, List<String> options) {

        static Coding h264(String words, String rate, int group, int slices) {
            return new Coding(
                    "H.264 (OpenH264), " + words,
                    false,
                    Stream.concat(
                                    Stream.of("-c:v", "libopenh264", "-allow_skip_frames", "0"),
                                    Stream.of(
                                            "-slices", "" + slices, "-b:v", rate, "-g", "" + group))
                            .toList());
        }

        static Coding mpeg2(String words, String rate, int group, int between) {
            return new Coding(
                    "MPEG-2, " + words,
                    true,
                    Stream.concat(
                                    Stream.of("-c:v", "mpeg2video", "-b:v", rate, "-g", "" + group),
                                    Stream.of(
                                            "-bf",
                                            "" + between,
                                            "-maxrate",
                                            rate,
                                            "-bufsize",
                                            rate))
                            .toList());
        }
    }

    private static final List<Coding> CODINGS =
            List.of(
                    Coding.h264("800 kb/s, a key picture in 24", "800k", 24, 1),
                    Coding.h264("2 Mb/s, 4 slices, a key picture in 96", "2M", 96, 4),
                    Coding.mpeg2("3 Mb/s, a key picture in 12, 2 B pictures between", "3M", 12, 2),
                    Coding.mpeg2("1.5 Mb/s, a key picture in 60, no B pictures", "1500k", 60, 0));

    /** What was found in all clips of one coding and kind of damage. */
    private static final class Row {
        private final List<PictureScore> scores =
                MEASURES.stream().map(measure -> new PictureScore()).toList();
        private final Map<Luma.Truth, Integer> pictures = new EnumMap<>(Luma.Truth.class);
        private int unmatched;

        void add(JudgedPictures.Picture picture) {
            pictures.merge(picture.truth(), 1, Integer::sum);
            if (picture.truth() == Luma.Truth.BETWEEN) {
                return;
            }
            List<Boolean> over = new ArrayList<>(picture.over());
            over.add(over.get(0) || over.get(1));
            for (int i = 0; i < scores.size(); i++) {
                scores.get(i).add(picture.truth() == Luma.Truth.DAMAGED, over.get(i));
            }
        }

        int count(Luma.Truth truth) {
            return pictures.getOrDefault(truth, 0);
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, DefectRule> rules;
    private final LearnedFactory model = new LearnedFactory(blockMap(), ModelProcessor.CPU);

    EvidenceBoard() throws IOException {
        rules =
                PolicyFile.parse("board.yaml", BlockMapRule.ofThePage(ROOT))
                        .rulesFor(new StreamId("any"), Policy.DEFAULT)
                        .stream()
                        .collect(Collectors.toMap(rule -> rule.defect().value(), rule -> rule));
    }

    private static InstalledModel blockMap() {
        ModelFinder found = ModelFinder.find(ClassLoader.getPlatformClassLoader(), List.of(MODEL));
        assertThat(found.problems()).isEmpty();
        return found.models().get(0);
    }

    @Test
    void comparesEvidenceRuleAndModel() throws Exception {
        assumeTrue(Files.isDirectory(MEDIA), "no real clips at " + MEDIA);
        Path target = Files.createDirectories(ROOT.resolve("tests/benchmark/target/evidence"));
        for (Coding coding : CODINGS) {
            for (String clip : CLIPS.keySet().stream().sorted().toList()) {
                Path clean = target.resolve("clean.ts");
                code(coding, clip, clean);
                Map<Long, Luma> pictures = pictures(clean);
                for (StreamDamage damage : StreamDamage.values()) {
                    Path damaged = target.resolve("damaged.ts");
                    damage.write(clean, damaged, target, coding.isMpeg2(), clip.hashCode());
                    add(coding, damage, damaged, pictures);
                }
            }
        }
        Row all = row("all", "all");
        String page = HEAD + table() + tail();
        System.out.println(page);
        assertThat(all.count(Luma.Truth.DAMAGED)).isGreaterThan(1_000);
        assertThat(all.count(Luma.Truth.CLEAN)).isGreaterThan(1_000);
        Files.writeString(ROOT.resolve("docs/reference/models/evidence.md"), page);
        double evidence = all.scores.get(0).f1();
        assertThat(evidence).as("F1 of the decoder's word").isGreaterThanOrEqualTo(ASKED);
        assertThat(evidence).isGreaterThan(all.scores.get(1).f1());
    }

    private static void code(Coding coding, String clip, Path target) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-y", "-nostdin"));
        arguments.addAll(List.of("-stream_loop", "-1", "-i", MEDIA.resolve(clip).toString()));
        arguments.addAll(List.of("-map", "0:V:0", "-t", "" + SECONDS));
        arguments.addAll(List.of("-vf", "scale=" + CLIPS.get(clip) + ",format=yuv420p"));
        arguments.addAll(coding.options());
        arguments.add(target.toString());
        FfmpegProgram.ffmpeg().run(arguments);
    }

    private static Map<Long, Luma> pictures(Path clean) throws MediaException {
        Map<Long, Luma> pictures = new HashMap<>();
        DecodedFile.play(
                clean,
                new DecodedFile.Watcher() {
                    @Override
                    public void onPicture(VideoFrame frame) {
                        assertThat(frame.damage().isDamaged()).as("of a clean clip").isFalse();
                        pictures.put(frame.presentationTimeMicros(), Luma.copyOf(frame));
                    }

                    @Override
                    public void onUndecodable(long atMicros) {
                        throw new AssertionError("a clean clip cannot be decoded");
                    }
                });
        return pictures;
    }

    private void add(Coding coding, StreamDamage damage, Path file, Map<Long, Luma> clean)
            throws MediaException {
        List<VideoDetector> detectors =
                List.of(
                        new DecodeErrorDetector(),
                        new BlockCorruptionDetector(),
                        (VideoDetector) model.get());
        List<JudgedPictures.Judged> judged = new ArrayList<>();
        for (int i = 0; i < detectors.size(); i++) {
            DefectRule rule = rules.get(RULES.get(i));
            judged.add(new JudgedPictures.Judged(rule, detectors.get(i), i == 2));
        }
        JudgedPictures pictures = new JudgedPictures(judged, clean);
        DecodedFile.play(file, pictures);
        List<Row> of =
                List.of(
                        row(coding.words(), damage.words()),
                        row(coding.words(), "all"),
                        row("all", damage.words()),
                        row("all", "all"));
        for (Row row : of) {
            pictures.pictures().forEach(row::add);
            row.unmatched += pictures.unmatched();
        }
    }

    private Row row(String coding, String damage) {
        return rows.computeIfAbsent(coding + " | " + damage, key -> new Row());
    }

    private String table() {
        StringBuilder table = new StringBuilder();
        table.append(
                "| coding | damage | damaged, clean, between | %s |%n"
                        .formatted(String.join(" | ", MEASURES)));
        table.append("|---|---|---|").append("---|".repeat(MEASURES.size())).append('\n');
        for (String coding : withAll(CODINGS.stream().map(Coding::words))) {
            for (String damage :
                    withAll(Stream.of(StreamDamage.values()).map(StreamDamage::words))) {
                Row row = row(coding, damage);
                table.append(
                        "| %s | %s | %d, %d, %d | %s |%n"
                                .formatted(
                                        coding,
                                        damage,
                                        row.count(Luma.Truth.DAMAGED),
                                        row.count(Luma.Truth.CLEAN),
                                        row.count(Luma.Truth.BETWEEN),
                                        row.scores.stream()
                                                .map(PictureScore::toString)
                                                .collect(Collectors.joining(" | "))));
            }
        }
        return table.toString();
    }

    private static List<String> withAll(Stream<String> names) {
        return Stream.concat(Stream.of("all"), names).toList();
    }

    private String tail() {
        Row all = row("all", "all");
        return TAIL.formatted(
                all.scores.get(0).f1(),
                ASKED,
                all.scores.get(1).f1(),
                all.scores.get(2).f1(),
                all.unmatched);
    }

    private static final String HEAD =
            """
            # Damage of the delivered bitstream

            Written by `mvn -q -Pevidence-board verify -pl tests/benchmark -am -DskipTests`. Where a stream is damaged before it is decoded, the decoder's
            word decides ([`video.decode_error`](../detectors.md#videodecode_error)). This is how often it is right, picture by picture, beside what looks at pictures alone.

            - *Streams*: %1$d s of each of four real clips that no model was trained or chosen with, 640 by 360 or 480 by 480, coded by the bundled ffmpeg.
            - *Damage*: what `sightline inject` does to coded pictures and transport packets, in one second of four: wrong bytes in a tenth of the slices, behind their headers;
              one wrong byte in 2 000, anywhere; 7 %% of the coded pictures lost; 0.5 %% of the transport packets lost.
            - *Truth*, by pixels, against the picture of the same time that the whole stream gives: *damaged* where 1 %% of the blocks of 16 by 16 samples differ by 8 levels on
              average or more, whether or not anybody would notice; *clean* where no block differs by more than 2. What is *between* is not counted, nor is a picture that is not shown.
            - *Measures*, at the levels of the built-in policy, a value holding until the next: the decoder's evidence is `damage` above 0.4, the rule `video.block_corruption`.
              The model is `block-map` by [its rule](README.md#block-map), looking four times a second all the time.

            Each cell has precision, recall and F1.

            """
                    .formatted(SECONDS);

    private static final String TAIL =
            """

            The decoder's evidence reaches an F1 of %.3f (asked: %.2f), the rule alone %.3f, the model alone %.3f. %d pictures came at times at which the whole stream has none, and are not counted.

            - Concealment takes from the picture before, and mostly looks natural: what looks at pictures alone is made for what people see at once, and for damage
              that was coded again, of which no decoder knows. [block-map](block-map.md) has figures of visible damage, and of damage coded again.
            - Coded pictures of MPEG-2 that are lost whole, with no gap in the transport stream, leave no evidence: the decoder goes on from the picture before; what
              tells is the gap in time ([`video.frame_drop`](../detectors.md#videoframe_drop)). Pictures of H.264 have numbers, in which it shows.
            - Damage is held up to the next intra picture, so that a picture that it has left by then counts as damaged; B pictures shown before a refused picture that was sent before them do so too.
            """;
}
