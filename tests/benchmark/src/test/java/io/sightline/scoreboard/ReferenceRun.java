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

/** What FFmpeg's filters say about one clip: decoded once with all that are asked for. */
final class ReferenceRun {

    /** Values beyond a limit with less between them are one stretch, as with our clear-after. */
    private static final double GAP_SECONDS = 3;

    /** Another one whenever the same filters are run in another way. */
    private static final String EDITION = "2-";

    private record Moment(double seconds, Map<String, String> metadata) {}

    private final Map<ReferenceMeter.Input, List<Moment>> moments = new HashMap<>();
    private final Map<String, List<double[]>> events = new HashMap<>(); // by meter and limit

    private ReferenceRun() {}

    /**
     * @param meters of these, with those that measure for them
     * @param folder for logs; those of clips that have been decoded before are read again
     */
    static ReferenceRun over(PlantedClip clip, List<ReferenceMeter> meters, Path folder)
            throws IOException {
        String id =
                clip.file().getFileName()
                        + "-"
                        + EDITION
                        + Integer.toHexString(
                                meters.stream().map(ReferenceMeter::filter).toList().hashCode());
        Path done = folder.resolve(id + ".done");
        Logs logs = new Logs(folder, id);
        if (!Files.exists(done)) {
            List<String> chains = new ArrayList<>();
            for (ReferenceMeter.Input input : ReferenceMeter.Input.values()) {
                List<ReferenceMeter> its =
                        meters.stream().filter(one -> one.input() == input).toList();
                if (!its.isEmpty()) {
                    chains.add(chain(input, its, logs));
                }
            }
            decode(clip.file(), String.join(";", chains));
            Files.createFile(done);
        }
        ReferenceRun run = new ReferenceRun();
        for (ReferenceMeter meter : meters) {
            if (meter.hasEvents()) {
                for (double limit : meter.limits()) {
                    run.readEvents(meter, limit, logs.of(meter, limit));
                }
            }
        }
        for (ReferenceMeter.Input input : ReferenceMeter.Input.values()) {
            run.readValues(input, logs.all(input));
        }
        return run;
    }

    private static void decode(Path file, String graph) throws IOException {
        Process process =
                FfmpegProgram.ffmpeg()
                        .start(
                                List.of(
                                        "-v",
                                        "quiet",
                                        "-i",
                                        file.toString(),
                                        "-filter_complex_threads",
                                        "1",
                                        "-filter_complex",
                                        graph,
                                        "-f",
                                        "null",
                                        "-"));
        try {
            process.waitFor(); // its status says nothing about damaged input
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the filters of FFmpeg ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Where each filter's words go. */
    private record Logs(Path folder, String id) {
        Path of(ReferenceMeter meter, double limit) {
            return folder.resolve(
                    id + "-" + meter.defect() + "-" + ScorePage.plain(limit) + ".log");
        }

        Path all(ReferenceMeter.Input input) {
            return folder.resolve(id + "-" + input + ".log");
        }
    }

    private static String chain(
            ReferenceMeter.Input input, List<ReferenceMeter> meters, Logs logs) {
        List<String> filters = new ArrayList<>();
        List<String> measuring = new ArrayList<>(); // last: what they measure must not be deleted
        for (ReferenceMeter meter : meters) {
            if (meter.hasEvents()) {
                for (double limit : meter.limits()) {
                    filters.add(meter.filter().formatted(ScorePage.plain(limit)));
                    filters.add(input.printer() + "=print:file=" + logs.of(meter, limit));
                    filters.add(input.printer() + "=delete");
                }
            } else if (!meter.filter().isEmpty()) {
                measuring.add(meter.filter());
            }
        }
        filters.addAll(measuring);
        filters.add(input.printer() + "=print:file=" + logs.all(input));
        return "[" + input.pad() + "]" + input.before() + String.join(",", filters);
    }

    private void readEvents(ReferenceMeter meter, double limit, Path log) throws IOException {
        List<double[]> spans = events.computeIfAbsent(key(meter, limit), key -> new ArrayList<>());
        for (String line : lines(log)) {
            String value = line.substring(line.indexOf('=') + 1);
            if (line.startsWith(meter.event() + "_start=")) {
                spans.add(new double[] {Double.parseDouble(value), Double.MAX_VALUE});
            } else if (line.startsWith(meter.event() + "_end=") && !spans.isEmpty()) {
                spans.get(spans.size() - 1)[1] = Double.parseDouble(value);
            }
        }
    }

    private static String key(ReferenceMeter meter, double limit) {
        return meter.defect() + meter.name() + limit;
    }

    private void readValues(ReferenceMeter.Input input, Path log) throws IOException {
        List<Moment> all = new ArrayList<>();
        for (String line : lines(log)) {
            int at = line.indexOf("pts_time:");
            int equals = line.indexOf('=');
            if (at >= 0) {
                double seconds = Double.parseDouble(line.substring(at + 9).strip());
                all.add(new Moment(seconds, new HashMap<>()));
            } else if (equals > 0 && !all.isEmpty()) {
                String key = line.substring(0, equals).intern();
                all.get(all.size() - 1).metadata().put(key, line.substring(equals + 1).strip());
            }
        }
        moments.put(input, all);
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
    }

    /** What the meter finds with a limit, as if it were incidents. */
    List<Found> found(ReferenceMeter meter, double limit) {
        List<Found> found = new ArrayList<>();
        if (meter.hasEvents()) {
            for (double[] span : events.getOrDefault(key(meter, limit), List.of())) {
                addIfLong(found, meter, span[0], span[1]);
            }
            return found;
        }
        double begin = Double.NaN;
        double end = Double.NaN;
        for (Moment moment : moments.getOrDefault(meter.input(), List.of())) {
            if (meter.reading().of(moment.metadata()) >= limit) {
                if (Double.isNaN(begin) || moment.seconds() - end > GAP_SECONDS) {
                    addIfLong(found, meter, begin, end);
                    begin = moment.seconds();
                }
                end = moment.seconds();
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
