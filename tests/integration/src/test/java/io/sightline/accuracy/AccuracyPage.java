package io.sightline.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes docs/reference/real-clips.md from what was planted and found. */
final class AccuracyPage {

    private static final List<String> COMPARED = List.of(Span.BLACK, Span.FREEZE, Span.SILENCE);
    private static final int DEFAULT_NOISE_DB = ReferenceFilters.FREEZE_NOISE_DB.get(0);

    private final MonitoredRun plantedRun;
    private final MonitoredRun untouchedRun;
    private final List<PlantedFile> planted = new ArrayList<>();
    private final List<ReferenceFilters> plantedFilters = new ArrayList<>();
    private final Map<String, ReferenceFilters> untouched = new TreeMap<>();

    AccuracyPage(MonitoredRun plantedRun, MonitoredRun untouchedRun) {
        this.plantedRun = plantedRun;
        this.untouchedRun = untouchedRun;
    }

    void addPlanted(PlantedFile file, ReferenceFilters filters) {
        planted.add(file);
        plantedFilters.add(filters);
    }

    void addUntouched(String name, ReferenceFilters filters) {
        untouched.put(name, filters);
    }

    /** How one tool did with one defect. */
    private record Score(int found, int exact, int falseOnPlanted, int falseOnUntouched) {}

    /** What a tool says, by clip. */
    private interface Tool {
        List<Span> onPlanted(int index);

        List<Span> onUntouched(String name);
    }

    private Tool sightline() {
        return new Tool() {
            @Override
            public List<Span> onPlanted(int index) {
                return plantedRun.incidents(planted.get(index).clip().name());
            }

            @Override
            public List<Span> onUntouched(String name) {
                return untouchedRun.incidents(name);
            }
        };
    }

    private Tool ffmpeg(int noiseDb) {
        return new Tool() {
            @Override
            public List<Span> onPlanted(int index) {
                return plantedFilters.get(index).found(noiseDb);
            }

            @Override
            public List<Span> onUntouched(String name) {
                return untouched.get(name).found(noiseDb);
            }
        };
    }

    private Score score(Tool tool, String defect) {
        int found = 0;
        int exact = 0;
        int falseOnPlanted = 0;
        for (int i = 0; i < planted.size(); i++) {
            PlantedFile file = planted.get(i);
            Span truth = file.truth(defect);
            List<Span> spans = of(defect, tool.onPlanted(i));
            List<Span> hits = spans.stream().filter(truth::overlaps).toList();
            found += hits.isEmpty() ? 0 : 1;
            exact += hits.stream().anyMatch(s -> isExact(s, file)) ? 1 : 0;
            falseOnPlanted += spans.size() - Math.min(1, hits.size());
        }
        int falseOnUntouched = 0;
        for (String name : untouched.keySet()) {
            if (!knownDefects(name).contains(defect)) {
                falseOnUntouched += of(defect, tool.onUntouched(name)).size();
            }
        }
        return new Score(found, exact, falseOnPlanted, falseOnUntouched);
    }

    private static boolean isExact(Span span, PlantedFile file) {
        Span truth = file.truth(span.defect());
        return span.hasEdgesOf(truth, file.toleranceMicros(truth));
    }

    private static List<Span> of(String defect, List<Span> spans) {
        return spans.stream().filter(span -> span.defect().equals(defect)).toList();
    }

    private static Set<String> knownDefects(String name) {
        RealClips.Known known = RealClips.KNOWN.get(name);
        return known == null ? Set.of() : known.defects();
    }

    /** The limit of noise with the most right freezes, then the fewest false ones. */
    private int tunedNoiseDb() {
        return ReferenceFilters.FREEZE_NOISE_DB.stream()
                .max(
                        Comparator.comparingInt(
                                noise -> {
                                    Score score = score(ffmpeg(noise), Span.FREEZE);
                                    int wrong = score.falseOnPlanted() + score.falseOnUntouched();
                                    return 100 * score.exact() + 10 * score.found() - wrong;
                                }))
                .orElseThrow();
    }

    String text() {
        int tuned = tunedNoiseDb();
        return INTRODUCTION.formatted(planted.size())
                + summary(tuned)
                + PLANTED
                + plantedRows(tuned)
                + UNTOUCHED
                + untouchedRows(tuned)
                + LIMITS;
    }

    private String summary(int tuned) {
        Map<String, Tool> tools = new LinkedHashMap<>();
        tools.put("Sightline, built-in policy", sightline());
        tools.put("FFmpeg, default noise", ffmpeg(DEFAULT_NOISE_DB));
        tools.put("FFmpeg, best freeze noise (" + tuned + " dB)", ffmpeg(tuned));
        StringBuilder rows = new StringBuilder();
        for (String defect : COMPARED) {
            tools.forEach(
                    (name, tool) -> {
                        Score score = score(tool, defect);
                        rows.append(
                                "| `%s` | %s | %d of %d | %d | %d | %d |%n"
                                        .formatted(
                                                defect,
                                                name,
                                                score.found(),
                                                planted.size(),
                                                score.exact(),
                                                score.falseOnPlanted(),
                                                score.falseOnUntouched()));
                    });
        }
        return rows.toString();
    }

    private String plantedRows(int tuned) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < planted.size(); i++) {
            PlantedFile file = planted.get(i);
            for (String defect : COMPARED) {
                Span truth = file.truth(defect);
                boolean isFreeze = defect.equals(Span.FREEZE);
                rows.append(
                        "| `%s`, %s, %s | %s | %s | %s | %s |%n"
                                .formatted(
                                        file.clip().name(),
                                        file.clip().kind(),
                                        file.clip().coding(),
                                        truth,
                                        verdict(sightline().onPlanted(i), truth),
                                        verdict(ffmpeg(DEFAULT_NOISE_DB).onPlanted(i), truth),
                                        isFreeze
                                                ? verdict(ffmpeg(tuned).onPlanted(i), truth)
                                                : "same"));
            }
        }
        return rows.toString();
    }

    /** How far off the edges are, in milliseconds, of every span at the place of the truth. */
    private static String verdict(List<Span> spans, Span truth) {
        String hits =
                of(truth.defect(), spans).stream()
                        .filter(truth::overlaps)
                        .map(span -> edges(span, truth))
                        .collect(Collectors.joining("; "));
        return hits.isEmpty() ? "missed" : hits;
    }

    private static String edges(Span span, Span truth) {
        String end =
                span.endMicros().isEmpty()
                        ? "no end"
                        : String.format(Locale.ROOT, "%+d", millis(span.endErrorMicros(truth)));
        return String.format(Locale.ROOT, "%+d / %s", millis(span.startErrorMicros(truth)), end);
    }

    private static long millis(long micros) {
        return Math.round(micros / 1e3);
    }

    private String untouchedRows(int tuned) {
        StringBuilder rows = new StringBuilder();
        for (String name : untouched.keySet()) {
            RealClips.Known known = RealClips.KNOWN.get(name);
            rows.append(
                    "| `%s` | %s | %s | %s | %s |%n"
                            .formatted(
                                    name,
                                    list(untouchedRun.incidents(name)),
                                    list(ffmpeg(DEFAULT_NOISE_DB).onUntouched(name)),
                                    list(of(Span.FREEZE, ffmpeg(tuned).onUntouched(name))),
                                    known == null ? "" : "true: " + known.why()));
        }
        return rows.toString();
    }

    private static String list(List<Span> spans) {
        return spans.isEmpty()
                ? "-"
                : spans.stream().map(Span::toString).collect(Collectors.joining("; "));
    }

    private static final String INTRODUCTION =
            """
            # Real clips

            What the whole job finds, with the built-in policy, in real clips: as they are, and with black, freeze and
            silence planted in %d of them. Each planted clip was decoded, shown over and over for 23.5 s, given the three
            defects at fixed places wherever these fall in its content, and coded again. "Right" means that both edges are
            within one picture, or 20 ms of sound.

            The truth is what was planted, in the timestamps that `ffprobe` reads, and what nobody could tell from it, by
            the same rules for every clip:

            - A freeze goes on over the pictures next to it that are the same bit for bit: in the source, which may repeat the
              held picture, or in the coded clip as FFmpeg decodes it, where the coder dropped what little moved.
            - A silence goes on over the sound next to it, before it is coded, as long as no sample of any channel reaches
              -60 dBFS: a speaker's pause, say.

            The clips are not part of the repository. **The levels of the detectors were chosen with these clips at hand**: the
            tables show that they do what they should on this material, not what they will do on yours; for every defect, on clips that no level was
            chosen with, see [accuracy](accuracy.md).

            This page is written by `RealClipsITCase`:

            ```sh
            mvn -q test -pl tests/integration -am -Dtest=RealClipsITCase -Dsurefire.failIfNoSpecifiedTests=false \\
                -Dsightline.media=FOLDER_OF_CLIPS
            cp tests/integration/target/real-clips.md docs/reference/
            ```

            FFmpeg's filters run on the same files with the same durations: `blackdetect=d=2`, `freezedetect=d=5`,
            `silencedetect=d=4`, everything else by default; and `freezedetect` with the limit of noise, of four tried, that is
            best on these very clips.

            | defect | tool | found | right | false, planted clips | false, untouched clips |
            |---|---|---|---|---|---|
            """;

    private static final String PLANTED =
            """

            ## Planted

            Errors of the start and the end in milliseconds; positive is late.

            | clip | planted | Sightline | FFmpeg, default | FFmpeg, tuned |
            |---|---|---|---|---|
            """;

    private static final String UNTOUCHED =
            """

            ## Untouched

            All incidents and all spans of FFmpeg's filters, in seconds. Single segments of HLS and DASH, and files that are no
            media, are watched too and raise nothing.

            | clip | Sightline | FFmpeg, default | freezes, tuned | remark |
            |---|---|---|---|---|
            """;

    private static final String LIMITS =
            """

            ## Limits

            A span is reported when it has lasted open-after: these tables hold for defects longer than that. A freeze
            has exact edges only where the picture moves before and after it by more than a coder's noise, and lossy coders
            of sound smear the edges of silence at low rates: the largest errors above are theirs.
            """;
}
