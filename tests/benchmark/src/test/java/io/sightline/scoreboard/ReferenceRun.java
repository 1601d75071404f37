package io.sightline.scoreboard;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What FFmpeg's filters say about one clip: decoded once with all of them. */
final class ReferenceRun {

    /** Values beyond a limit with less between them are one stretch. */
    private static final double GAP_SECONDS = 0.5;

    private record Value(double seconds, double value) {}

    private final Map<String, List<Value>> values = new HashMap<>(); // by metadata key
    private final Map<String, List<double[]>> events = new HashMap<>(); // by meter and limit

    private ReferenceRun() {}

    /**
     * @param folder for logs; those of clips that have been decoded before are read again
     */
    static ReferenceRun over(PlantedClip clip, Path folder) throws IOException {
        String id = clip.file().getFileName().toString();
        Path done = folder.resolve(id + ".done");
        Logs logs = new Logs(folder, id);
        String pictures = chain(ReferenceMeter.PICTURES, logs, "metadata");
        String sound = chain(ReferenceMeter.SOUND, logs, "ametadata");
        if (!Files.exists(done)) {
            List<String> arguments =
                    List.of(
                            "-v",
                            "quiet",
                            "-i",
                            clip.file().toString(),
                            "-vf",
                            pictures,
                            "-af",
                            sound,
                            "-f",
                            "null",
                            "-");
            Process process = FfmpegProgram.ffmpeg().start(arguments);
            try {
                process.waitFor(); // its status says nothing about damaged input
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while the filters of FFmpeg ran", e);
            } finally {
                process.destroyForcibly();
            }
            Files.createFile(done);
        }
        ReferenceRun run = new ReferenceRun();
        for (List<ReferenceMeter> meters : List.of(ReferenceMeter.PICTURES, ReferenceMeter.SOUND)) {
            for (ReferenceMeter meter : meters) {
                if (meter.hasEvents()) {
                    for (double limit : meter.limits()) {
                        run.readEvents(meter, limit, logs.of(meter, limit));
                    }
                }
            }
        }
        run.readValues(logs.all("metadata"));
        run.readValues(logs.all("ametadata"));
        return run;
    }

    /** Where each filter's words go. */
    private record Logs(Path folder, String id) {
        Path of(ReferenceMeter meter, double limit) {
            return folder.resolve(id + "-" + meter.name() + ScorePage.plain(limit) + ".log");
        }

        Path all(String printer) {
            return folder.resolve(id + "-" + printer + ".log");
        }
    }

    private static String chain(List<ReferenceMeter> meters, Logs logs, String printer) {
        List<String> filters = new ArrayList<>();
        for (ReferenceMeter meter : meters) {
            if (meter.hasEvents()) {
                for (double limit : meter.limits()) {
                    filters.add(meter.filter().formatted(ScorePage.plain(limit)));
                    filters.add(printer + "=print:file=" + logs.of(meter, limit));
                    filters.add(printer + "=delete");
                }
            } else if (!meter.filter().isEmpty()) {
                filters.add(meter.filter());
            }
        }
        filters.add(printer + "=print:file=" + logs.all(printer));
        return String.join(",", filters);
    }

    private void readEvents(ReferenceMeter meter, double limit, Path log) throws IOException {
        List<double[]> spans =
                events.computeIfAbsent(meter.name() + limit, name -> new ArrayList<>());
        for (String line : lines(log)) {
            if (line.startsWith(meter.start() + "=")) {
                spans.add(new double[] {number(line), Double.MAX_VALUE});
            } else if (line.startsWith(meter.end() + "=") && !spans.isEmpty()) {
                spans.get(spans.size() - 1)[1] = number(line);
            }
        }
    }

    private void readValues(Path log) throws IOException {
        double seconds = 0;
        for (String line : lines(log)) {
            int at = line.indexOf("pts_time:");
            if (at >= 0) {
                seconds = Double.parseDouble(line.substring(at + 9).strip());
            } else if (line.indexOf('=') > 0) {
                String key = line.substring(0, line.indexOf('='));
                values.computeIfAbsent(key, name -> new ArrayList<>())
                        .add(new Value(seconds, number(line)));
            }
        }
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
    }

    private static double number(String line) {
        String text = line.substring(line.indexOf('=') + 1).strip();
        try {
            return Double.parseDouble(text.replace("inf", "Infinity"));
        } catch (NumberFormatException e) {
            return Double.NaN; // words, of keys that are not asked for
        }
    }

    /** What the meter finds with a limit, as if it were incidents. */
    List<Found> found(ReferenceMeter meter, double limit) {
        List<Found> found = new ArrayList<>();
        if (meter.hasEvents()) {
            for (double[] span : events.getOrDefault(meter.name() + limit, List.of())) {
                found.add(found(meter, span[0], span[1]));
            }
            return found;
        }
        double begin = Double.NaN;
        double end = Double.NaN;
        for (Value value : values.getOrDefault(meter.start(), List.of())) {
            if (meter.worse(value.value()) >= limit) {
                if (Double.isNaN(begin) || value.seconds() - end > GAP_SECONDS) {
                    addIfLong(found, meter, begin, end);
                    begin = value.seconds();
                }
                end = value.seconds();
            }
        }
        addIfLong(found, meter, begin, end);
        return found;
    }

    private static void addIfLong(
            List<Found> found, ReferenceMeter meter, double begin, double end) {
        if (!Double.isNaN(begin) && end - begin >= meter.seconds()) {
            found.add(found(meter, begin, end));
        }
    }

    private static Found found(ReferenceMeter meter, double begin, double end) {
        long to = end == Double.MAX_VALUE ? Long.MAX_VALUE : Math.round(end * 1e6);
        return new Found("", meter.defect(), Math.round(begin * 1e6), to, 0);
    }
}
