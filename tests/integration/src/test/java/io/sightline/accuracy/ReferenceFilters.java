package io.sightline.accuracy;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What FFmpeg's {@code blackdetect}, {@code freezedetect} and {@code silencedetect} find in a file,
 * with the durations of the built-in policy.
 */
final class ReferenceFilters {

    /** FFmpeg's default first: 60 dB below full scale. */
    static final List<Integer> FREEZE_NOISE_DB = List.of(-60, -50, -45, -40);

    private static final Pattern BLACK =
            Pattern.compile("black_start:([-\\d.]+) black_end:([-\\d.]+)");
    private static final Pattern FREEZE_START = Pattern.compile("freeze_start=([-\\d.]+)");
    private static final Pattern FREEZE_END = Pattern.compile("freeze_end=([-\\d.]+)");
    private static final Pattern SILENCE_START = Pattern.compile("silence_start: ([-\\d.]+)");
    private static final Pattern SILENCE_END = Pattern.compile("silence_end: ([-\\d.]+)");

    private final List<Span> others = new ArrayList<>();
    private final Map<Integer, List<Span>> freezes = new TreeMap<>(); // by noise in dB

    private ReferenceFilters() {
        FREEZE_NOISE_DB.forEach(noise -> freezes.put(noise, new ArrayList<>()));
    }

    /**
     * Decodes the file once with all filters.
     *
     * @param startMicros the timestamp that counts as 0
     */
    static ReferenceFilters over(Path file, long startMicros, Path folder) throws IOException {
        return run(file, List.of("-copyts"), startMicros, folder);
    }

    /** The same, counted from where the file starts. */
    static ReferenceFilters over(Path file, Path folder) throws IOException {
        return run(file, List.of(), 0, folder);
    }

    private static ReferenceFilters run(
            Path file, List<String> options, long startMicros, Path folder) throws IOException {
        StringBuilder pictures = new StringBuilder();
        for (int noise : FREEZE_NOISE_DB) {
            pictures.append(
                    "freezedetect=n=%ddB:d=5,metadata=print:file=%s,metadata=delete,"
                            .formatted(noise, freezeLog(folder, noise)));
        }
        pictures.append("blackdetect=d=2");
        Path log = Files.createTempFile(folder, "filters", ".log");
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-nostats"));
        arguments.addAll(options);
        arguments.addAll(List.of("-i", file.toString(), "-vf", pictures.toString()));
        arguments.addAll(List.of("-af", "silencedetect=d=4", "-f", "null", "-"));
        Process process =
                FfmpegProgram.ffmpeg()
                        .command(arguments)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(log.toFile())
                        .start();
        try {
            process.waitFor(); // its status says nothing about damaged input
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the filters of FFmpeg ran", e);
        } finally {
            process.destroyForcibly();
        }
        ReferenceFilters found = new ReferenceFilters();
        for (String line : Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList()) {
            found.read(line, startMicros);
        }
        for (int noise : FREEZE_NOISE_DB) {
            found.readFreezes(noise, freezeLog(folder, noise), startMicros);
        }
        return found;
    }

    private void read(String line, long startMicros) {
        Matcher black = BLACK.matcher(line);
        if (black.find()) {
            others.add(
                    Span.of(
                            Span.BLACK,
                            micros(black.group(1)) - startMicros,
                            micros(black.group(2)) - startMicros));
        }
        Matcher silence = SILENCE_START.matcher(line);
        if (silence.find()) {
            begin(others, Span.SILENCE, micros(silence.group(1)) - startMicros);
        }
        Matcher sound = SILENCE_END.matcher(line);
        if (sound.find()) {
            end(others, micros(sound.group(1)) - startMicros);
        }
    }

    private void readFreezes(int noiseDb, Path log, long startMicros) throws IOException {
        List<Span> spans = freezesAt(noiseDb);
        if (!Files.exists(log)) {
            return; // no picture came that far
        }
        for (String line : Files.readString(log, StandardCharsets.UTF_8).lines().toList()) {
            Matcher freeze = FREEZE_START.matcher(line);
            if (freeze.find()) {
                begin(spans, Span.FREEZE, micros(freeze.group(1)) - startMicros);
            }
            Matcher moves = FREEZE_END.matcher(line);
            if (moves.find()) {
                end(spans, micros(moves.group(1)) - startMicros);
            }
        }
        Files.delete(log);
    }

    private static Path freezeLog(Path folder, int noiseDb) {
        return folder.resolve("freezes" + noiseDb + ".log");
    }

    private static void begin(List<Span> spans, String defect, long micros) {
        spans.add(new Span(defect, micros, OptionalLong.empty()));
    }

    /** Ends the one that has no end yet. */
    private static void end(List<Span> spans, long micros) {
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.endMicros().isEmpty()) {
                spans.set(i, Span.of(span.defect(), span.startMicros(), micros));
            }
        }
    }

    private List<Span> freezesAt(int noiseDb) {
        return freezes.computeIfAbsent(noiseDb, noise -> new ArrayList<>());
    }

    /** Everything that was found, with this limit of noise for freezes. */
    List<Span> found(int freezeNoiseDb) {
        List<Span> all = new ArrayList<>(others);
        all.addAll(freezesAt(freezeNoiseDb));
        return all;
    }

    private static long micros(String seconds) {
        return Math.round(Double.parseDouble(seconds) * 1e6);
    }
}
