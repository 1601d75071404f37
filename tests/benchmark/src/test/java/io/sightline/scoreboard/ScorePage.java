package io.sightline.scoreboard;

import java.util.List;
import java.util.Locale;

/** Writes docs/reference/accuracy.md. */
final class ScorePage {

    private final Scores scores;
    private final Extent extent;
    private final ReferenceScores reference;
    private final Withheld withheld;
    private final StringBuilder text = new StringBuilder();

    /**
     * How much was tried.
     *
     * @param isWhole all clips and all defects
     * @param watchedSeconds that the job took for it
     * @param notCoded how many clips could not be made
     * @param notes why a figure is what it is, in Markdown; empty if nobody has said
     */
    record Extent(boolean isWhole, long watchedSeconds, int notCoded, String notes) {}

    ScorePage(Scores scores, Extent extent, ReferenceScores reference, Withheld withheld) {
        this.scores = scores;
        this.extent = extent;
        this.reference = reference;
        this.withheld = withheld;
    }

    String text() {
        ScoreTables tables = new ScoreTables(scores);
        text.append(INTRODUCTION);
        if (!extent.isWhole()) {
            line("**This run was of some clips or defects only.**\n");
        }
        double hours = scores.cleanHours(clip -> true) + scores.untouchedHours();
        line(
                "Planted: %d defects in %d clips. Watched: %.1f hours, %.1f of them without a defect"
                        + " (%.2f of these are clips as they are), in %d s on this machine.%s",
                scores.planted().size(),
                scores.planted().stream().map(one -> one.clip().name()).distinct().count(),
                scores.watchedHours(),
                hours,
                scores.untouchedHours(),
                extent.watchedSeconds(),
                extent.notCoded() == 0
                        ? ""
                        : " " + extent.notCoded() + " clips could not be coded.");
        table("## What is asked for", ASKED, tables.asked());
        if (!extent.notes().isBlank()) {
            line("\n" + extent.notes().strip());
        }
        table("## Clips that no level was chosen with", DEFECTS, tables.defects(Base.Half.REPORT));
        table("## Clips that levels were chosen with", DEFECTS, tables.defects(Base.Half.TUNE));
        table("## Beside FFmpeg's filters", REFERENCE, reference.rows(scores.verdicts()));
        table("## By strength", STRENGTHS, tables.strengths());
        table(
                "## By content",
                CONTENT.formatted("that no level was chosen with"),
                tables.content(Base.Half.REPORT));
        text.append('\n').append(CONTENT.formatted("that levels were chosen with"));
        tables.content(Base.Half.TUNE).forEach(this::line);
        table("## Told where nothing is wrong", CLEAN, tables.falseIncidents());
        table("## Taken for something else", MISTAKEN, tables.mistaken());
        table("## Not planted", WITHHELD, withheld.rows());
        text.append(LIMITS);
        return text.toString();
    }

    private void table(String title, String head, List<String> rows) {
        text.append('\n').append(title).append("\n\n").append(head);
        rows.forEach(this::line);
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    static String plain(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }

    private static final String INTRODUCTION =
            """
            # Accuracy

            How many planted defects the whole job finds, with the built-in policy, and what else it reports. Real clips are shown over
            and over for a minute. In each minute the [injector](../how-to/test-your-setup.md) plants three defects of pictures and
            three of sound, or three of what is between both; all is coded again, in H.264 (MPEG-2 where it is interlaced)
            and AAC at rates that leave what was planted in it. What the job says of clips with nothing planted, file by file, is in
            [real clips](real-clips.md). The clips are not part of the repository.

            A defect is planted only where it can be noticed: a freeze where the picture moves before, after and beyond it, a silence where
            something sounds, hum and hiss where pauses are fainter, bars where the border is lit (`Places` has every rule). Strengths are
            three where there is a choice: just beyond the published threshold, plain to who watches, plain to everyone.

            Levels were chosen with one half of the clips at hand; **the other half is for this report**. An
            incident is right where it touches what was planted under the same name and began less than five seconds before. It is neither right nor wrong where something else
            truly comes with what was planted (a black picture is also still; the list is in `Companions`), *mistaken* where it touches
            another defect of the same track, and *false* elsewhere. Precision counts both. Edges and the time until
            an incident opened are in seconds, median / 95th percentile of their size. Rules that are off by default or open after minutes
            (`video.freeze_partial`, `audio.mono`, `caption.missing`) are switched on, or made to open after four seconds, where their defect is planted.

            Written by one command; `-Dscoreboard.clips=`, `-Dscoreboard.defects=` (lists), `-Dscoreboard.seeds=` and `-Dscoreboard.minutes=`
            (of each clean clip) make it smaller or larger, and a smaller one is written to `tests/benchmark/target/scoreboard` instead:

            ```sh
            mvn -q -Pscoreboard verify -pl tests/benchmark -am -DskipTests -Dsightline.media=FOLDER_OF_CLIPS
            ```

            """;

    private static final String ASKED =
            """
            On the clips that no level was chosen with:

            | defect | asked | reached | met |
            |---|---|---|---|
            """;

    private static final String DEFECTS =
            """
            | defect | planted | recall | precision | start off, s | end off, s | opened after, s | mistaken | false in an hour |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final String REFERENCE =
            """
            F1, the harmonic mean of recall and precision, by the same rules on the same clips: those in which the defect is planted, and those in
            which nothing is. FFmpeg's limits are tuned like ours: "tuned" is the limit that does best on the clips that levels were chosen with
            (its F1 there and the limit are in brackets), tried on the others. "Default" is FFmpeg's own limit; `-` means that the filter only
            measures. Values must lie beyond the limit for as long as our policy asks. `cropdetect` is GPL and not in the bundled build; `bbox` finds the same box.

            ![F1 beside FFmpeg](accuracy-ffmpeg.svg)

            | defect | Sightline | filter | default | tuned | best where it was tuned (limit) |
            |---|---|---|---|---|---|
            """;

    private static final String STRENGTHS =
            """
            Strength: found of planted, in the report half, in the other. What a strength means is in the
            [guide](../how-to/test-your-setup.md).

            ![Recall against strength](accuracy-recall.svg)

            | defect | strengths |
            |---|---|
            """;

    private static final String CONTENT =
            """
            Clips %s: found of planted; in brackets what was told where nothing is wrong.

            | defect | cartoon | dark | film | nature | screen | speech | sport | static camera |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final String CLEAN =
            """
            ![False incidents](accuracy-false.svg)

            | clip | incident | seconds |
            |---|---|---|
            """;

    private static final String MISTAKEN =
            """
            | planted | incident | how often |
            |---|---|---|
            """;

    private static final String WITHHELD =
            """
            Where nobody could have noticed it, or the clip cannot have it.

            | defect | clips |
            |---|---|
            """;

    private static final String LIMITS =
            """

            ## Limits

            Large pictures are scaled to 640x360 or less to save time, clips are short and repeat themselves within their minute, so hours without
            a defect are hours of few minutes of content. Each figure stands on as many defects as its row says: 0.99 cannot be shown with ten.
            In minutes with the line-up pattern of `av.sync` only that is judged. Sync that is off without a pattern is not looked for.
            Precision is that of a minute full of defects, far from what an hour without any is like.
            """;
}
