package io.sightline.inject;

import io.sightline.inject.ClipProbe.Written;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Makes a clip with defects and says where they are. The same request gives the same bytes. One
 * thread; runs the bundled {@code ffmpeg}, one process at a time.
 */
public final class Injection {

    /**
     * What coders put before and after the sound is taken off. A millisecond of fading is no click,
     * and two of them are no gap.
     */
    private static final String EDGE =
            "silenceremove=start_periods=1:start_threshold=-90dB,afade=t=in:d=0.001,areverse,";

    /** Over and over, without gaps. */
    private static final String REPEATED_SOUND =
            EDGE
                    + EDGE
                    + "asetpts=N/SR/TB,aloop=loop=-1:size=2000000000,asetpts=N/SR/TB,apad,atrim=end=%.6f";

    private final InjectionRequest request;
    private final Clip clip;
    private final OutputCoding coding;
    private final boolean isEven; // the pictures of the clip come at a constant rate

    private Injection(InjectionRequest request, Clip clip, boolean isEven) {
        this.isEven = isEven;
        this.request = request;
        this.clip = clip;
        this.coding = new OutputCoding(request, clip);
    }

    /**
     * Writes the output; it is there as a whole or not at all.
     *
     * @throws InjectException where it cannot be done as asked, with all reasons
     */
    public static Labels run(InjectionRequest request) throws IOException, InjectException {
        checkCoding(request);
        Clip once = ClipProbe.probe(request.clip(), request.sound());
        Clip clip = repeated(once, request);
        if (clip.pictures() == null && clip.sound() == null) {
            throw new InjectException(
                    List.of("There are no pictures and no sound in " + request.clip()));
        }
        List<Planted> defects = Alignment.of(clip, request);
        Path target = request.output().toAbsolutePath();
        Path folder = Files.createTempDirectory(target.getParent(), ".inject");
        try {
            Clip.Pictures pictures = once.pictures();
            boolean isEven = pictures != null && pictures.isEven();
            return new Injection(request, clip, isEven).make(defects, folder, target);
        } finally {
            delete(folder);
        }
    }

    private static void checkCoding(InjectionRequest request) throws InjectException {
        List<String> problems = new ArrayList<>();
        String video = request.coding().video();
        String audio = request.coding().audio();
        if (video != null && !OutputCoding.writesVideo(video)) {
            problems.add(
                    "Pictures cannot be coded as '%s'; known are %s"
                            .formatted(video, String.join(", ", OutputCoding.videoCodecs())));
        }
        if (audio != null && !OutputCoding.writesAudio(audio)) {
            problems.add(
                    "Sound cannot be coded as '%s'; known are %s"
                            .formatted(audio, String.join(", ", OutputCoding.audioCodecs())));
        }
        if (Files.exists(request.output())
                && request.output()
                        .toAbsolutePath()
                        .normalize()
                        .equals(request.clip().toAbsolutePath().normalize())) {
            problems.add("The output would replace the clip");
        }
        if (!problems.isEmpty()) {
            throw new InjectException(problems);
        }
    }

    /** The clip as it is when it has been shown over and over, or scaled. */
    private static Clip repeated(Clip clip, InjectionRequest request) {
        long length = request.repeatToMicros();
        Clip.Pictures pictures = clip.pictures();
        if (pictures != null) {
            InjectionRequest.Size size = request.size();
            List<Long> micros = pictures.micros();
            if (length > 0) {
                Clip.Rate rate = pictures.rate();
                int count = (int) Math.round(length / 1e6 * rate.perSecond());
                micros = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    micros.add(Math.round(1e6 * i * rate.denominator() / rate.numerator()));
                }
            }
            pictures =
                    new Clip.Pictures(
                            pictures.codec(),
                            size == null ? pictures.width() : size.width(),
                            size == null ? pictures.height() : size.height(),
                            pictures.rate(),
                            pictures.pixelFormat(),
                            pictures.scan(),
                            size == null ? pictures.bitsPerSecond() : 0,
                            micros);
        }
        return new Clip(
                clip.file(), pictures, clip.sound(), length > 0 ? length : clip.durationMicros());
    }

    private Recipe prepared(Path folder) {
        Recipe recipe = new Recipe(clip, request, folder);
        double end = clip.durationMicros() / 1e6;
        Clip.Pictures pictures = clip.pictures();
        if (pictures != null) {
            if (request.repeatToMicros() > 0) {
                // Where sound is longer than pictures the last one would stand still at each end.
                String even = isEven ? "" : "fps=%1$s,";
                recipe.pictures()
                        .then(
                                (even + "setpts=N/(%1$s)/TB,fps=%1$s,trim=end_frame=%2$d")
                                        .formatted(pictures.rate(), pictures.micros().size()));
            }
            if (pictures.scan() != Clip.Scan.PROGRESSIVE) {
                boolean isTop = pictures.scan() == Clip.Scan.TOP_FIELD_FIRST;
                recipe.pictures().then("setfield=" + (isTop ? "tff" : "bff"));
            }
            InjectionRequest.Size size = request.size();
            if (size != null) {
                recipe.pictures().then("scale=%d:%d".formatted(size.width(), size.height()));
            }
        }
        if (clip.sound() != null) {
            boolean isCut = request.repeatToMicros() > 0 || request.sound() != null;
            recipe.sound().then(isCut ? String.format(Locale.ROOT, REPEATED_SOUND, end) : "anull");
        }
        return recipe;
    }

    private Labels make(List<Planted> defects, Path folder, Path target)
            throws IOException, InjectException {
        Recipe recipe = prepared(folder);
        List<Sketch> sketches = new ArrayList<>();
        for (Planted defect : defects) {
            Kinds.byId(defect.kind().id()).orElseThrow().planter().plant(defect, recipe);
            sketches.add(Sketch.of(defect, recipe));
        }
        Path coded = folder.resolve("coded." + request.extension());
        String pictures = recipe.pictures().text();
        code(recipe, "", "", coded);
        Written written = ClipProbe.written(coded);
        Timing timing = new Timing(clip, written);
        List<Label> labels = new ArrayList<>();
        List<Label> unnoticeable = new ArrayList<>();
        sketches.forEach(sketch -> sketch.addTo(labels, unnoticeable, timing));
        harm(recipe, coded, timing);
        if (!pictures.equals(recipe.pictures().text())) {
            throw new IllegalStateException("The recipe changed while it was carried out");
        }
        Files.move(
                coded, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Labels(
                request.clip().getFileName().toString(),
                request.seed(),
                timing.ofSound(clip.durationMicros()),
                labels,
                unnoticeable);
    }

    private void code(Recipe recipe, String morePictures, String moreSound, Path target)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
        arguments.addAll(recipe.inputs());
        StringBuilder graph = new StringBuilder();
        List<String> options = new ArrayList<>();
        if (clip.pictures() != null) {
            append(graph, recipe.pictures(), morePictures.isEmpty() ? "null" : morePictures, "[v]");
            options.addAll(List.of("-map", "[v]"));
            options.addAll(coding.videoOptions());
            options.addAll(keyPictures(recipe));
            options.addAll(videoPackets(recipe));
        }
        if (clip.sound() != null) {
            append(graph, recipe.sound(), moreSound.isEmpty() ? "anull" : moreSound, "[a]");
            options.addAll(List.of("-map", "[a]"));
            options.addAll(coding.audioOptions());
            options.addAll(soundPackets(recipe));
        }
        arguments.addAll(List.of("-filter_complex", graph.toString()));
        arguments.addAll(List.of("-filter_complex_threads", "1"));
        arguments.addAll(options);
        arguments.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1"));
        arguments.addAll(List.of("-fflags", "+bitexact"));
        // However far one coder is behind another: packets lie in the order of their times.
        arguments.addAll(List.of("-max_interleave_delta", "0"));
        arguments.addAll(coding.containerOptions());
        arguments.add(target.toString());
        FfmpegProgram.ffmpeg().run(arguments);
    }

    private static void append(StringBuilder graph, FilterGraph part, String last, String end) {
        graph.append(graph.isEmpty() || part.text().isEmpty() ? "" : ";").append(part.text());
        graph.append(graph.isEmpty() ? "" : ";");
        graph.append('[').append(part.end()).append(']').append(last).append(end);
    }

    private static List<String> keyPictures(Recipe recipe) {
        if (recipe.keyPictures().isEmpty()) {
            return List.of();
        }
        List<String> times = new ArrayList<>();
        for (long micros : recipe.keyPictures().stream().sorted().distinct().toList()) {
            times.add(String.format(Locale.ROOT, "%.6f", Math.max(0, micros / 1e6 - 0.002)));
        }
        return List.of("-force_key_frames", String.join(",", times), "-bf", "0");
    }

    /** The options that lose coded pictures or write wrong bytes into them. */
    static List<String> videoPackets(Recipe recipe) {
        if (recipe.lostPictures().isEmpty() && recipe.wrongBytes().isEmpty()) {
            return List.of();
        }
        String amount = recipe.wrongBytes().isEmpty() ? "0" : sum(recipe.wrongBytes());
        String drop = recipe.lostPictures().isEmpty() ? "0" : sum(recipe.lostPictures());
        return List.of("-bsf:v", "noise=amount='%s':drop='%s'".formatted(amount, drop));
    }

    private static List<String> soundPackets(Recipe recipe) {
        List<String> filters = new ArrayList<>();
        if (!recipe.lostSound().isEmpty()) {
            filters.add("noise=amount=0:drop='" + sum(recipe.lostSound()) + "'");
        }
        if (!recipe.soundShifts().isEmpty()) {
            filters.add("setts=ts='TS-(" + sum(recipe.soundShifts()) + ")'");
        }
        return filters.isEmpty() ? List.of() : List.of("-bsf:a", String.join(",", filters));
    }

    private static String sum(List<String> expressions) {
        return String.join("+", expressions);
    }

    /** What is done to the file as it is. */
    private void harm(Recipe recipe, Path coded, Timing timing) throws IOException {
        if (recipe.switches().isEmpty()
                && recipe.transport().isEmpty()
                && recipe.withoutCaptions().isEmpty()) {
            return;
        }
        TransportStream stream = TransportStream.read(coded);
        for (Recipe.FormatSwitch change : recipe.switches()) {
            Planted defect = change.defect();
            boolean isOfPictures = defect.kind().id().startsWith("video");
            Path other = recipe.folder().resolve("other.ts");
            code(
                    recipe,
                    isOfPictures
                            ? ChangedFormats.pictures(
                                    defect, Objects.requireNonNull(clip.pictures()))
                            : "",
                    isOfPictures ? "" : ChangedFormats.sound(defect),
                    other);
            stream =
                    stream.with(
                            TransportStream.read(other),
                            timing.inFile(defect.fromMicros()),
                            timing.inFile(defect.toMicros()));
        }
        if (!recipe.withoutCaptions().isEmpty()) {
            stream = captioned(stream, recipe.withoutCaptions(), timing);
        }
        for (TransportDamage damage : recipe.transport()) {
            stream =
                    damage.applyTo(
                            stream,
                            timing.inFile(damage.defect().fromMicros()),
                            timing.inFile(damage.defect().toMicros()));
        }
        stream.write(coded);
    }

    private static TransportStream captioned(
            TransportStream stream, List<Planted> without, Timing timing) {
        return CaptionTrack.in(
                stream,
                micros ->
                        without.stream()
                                .noneMatch(
                                        defect ->
                                                micros >= timing.inFile(defect.fromMicros())
                                                        && micros
                                                                < timing.inFile(
                                                                        defect.toMicros())));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
