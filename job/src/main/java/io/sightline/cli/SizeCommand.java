package io.sightline.cli;

import io.sightline.flow.DecodeMode;
import io.sightline.sizing.Codec;
import io.sightline.sizing.KeptEvidence;
import io.sightline.sizing.PictureSize;
import io.sightline.sizing.Sizing;
import io.sightline.sizing.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sightline size}: what a deployment needs for a number of streams. */
@Command(
        name = "size",
        header = "Reckon slots, memory and network for a number of streams.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Reckons with what was measured (docs/reference/performance.md) what a deployment"
                    + " needs, and prints the lines of its configuration.",
            ""
        },
        optionListHeading = "Options:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline size --streams 100",
            "  sightline size --streams 1000 --resolution 1080p,720p,360p --tier auto",
            "      each stream with three renditions"
        })
final class SizeCommand implements Callable<Integer> {

    @Option(names = "--streams", paramLabel = "N", required = true, description = "How many.")
    private String streams = "";

    @Option(
            names = "--resolution",
            paramLabel = "LIST",
            defaultValue = "1080p",
            description =
                    "Sizes of the pictures of each stream's renditions, comma-separated. Default:"
                            + " 1080p.")
    private String resolution = "1080p";

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            defaultValue = "h264",
            description = "h264, hevc, hevc10, mpeg2, vp9 or av1. Default: h264.")
    private String codec = "h264";

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            defaultValue = "auto",
            description =
                    "How much is decoded, as in the registry: auto, full, reference, keyframes or"
                            + " none. Default: auto.")
    private String tier = "auto";

    @Option(
            names = "--frame-rate",
            paramLabel = "N",
            defaultValue = "30",
            description = "Pictures a second. Default: 30.")
    private String frameRate = "30";

    @Option(
            names = "--suspicious",
            paramLabel = "PERCENT",
            defaultValue = "10",
            description =
                    "With --tier auto: how many of the renditions are decoded in full at the same"
                            + " time, because something seems wrong or nothing moves. Default: 10.")
    private String suspicious = "10";

    @Option(
            names = "--slots-per-taskmanager",
            paramLabel = "N",
            defaultValue = "4",
            description = "A divisor of 720; one core each. Default: 4.")
    private String slots = "4";

    @Option(
            names = "--evidence",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description =
                    "Of how many of the streams evidence is kept: 100 with 'sightline monitor"
                            + " --evidence', less where the registry exempts some. Default: 0.")
    private String evidence = "0";

    @Option(
            names = "--evidence-memory",
            paramLabel = "SIZE",
            description = "Of each slot, as for 'sightline monitor'. Default: 256m.")
    private @Nullable String evidenceMemory;

    private final Terminal terminal;
    private final List<String> problems = new ArrayList<>();

    SizeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            Sizing sizing = sizing();
            SizeText.lines(sizing).forEach(terminal.out()::println);
            return ExitStatus.FINE;
        } catch (UsageException | Sizing.TooLargeException e) {
            terminal.err().println("sightline: " + e.getMessage());
            return ExitStatus.USAGE;
        }
    }

    private Sizing sizing() throws Sizing.TooLargeException {
        int count = number("--streams", streams, 1, 100_000);
        int rate = number("--frame-rate", frameRate, 1, 240);
        int percent = number("--suspicious", suspicious, 0, 100);
        int slotsOfTaskManager = number("--slots-per-taskmanager", slots, 1, 720);
        int withEvidence = number("--evidence", evidence, 0, 100);
        long evidenceBytes = EvidenceOptions.memoryBytes(evidenceMemory, problems);
        if (evidenceMemory != null && evidence.equals("0")) {
            problems.add("--evidence-memory: is of use only with --evidence");
        }
        if (Sizing.KEY_GROUPS % Math.max(1, slotsOfTaskManager) != 0) {
            problems.add(
                    "--slots-per-taskmanager: "
                            + slotsOfTaskManager
                            + " is no divisor of 720; take 1, 2, 3, 4, 5, 6, 8, 10, 12 or 16");
        }
        List<PictureSize> sizes = new ArrayList<>();
        for (String name : resolution.split(",", -1)) {
            PictureSize.of(name)
                    .ifPresentOrElse(
                            sizes::add,
                            () ->
                                    problems.add(
                                            "--resolution: '"
                                                    + name
                                                    + "' is no size; write heights, such as"
                                                    + " 1080p,720p"));
        }
        Optional<Codec> coding = oneOf("--codec", codec, Codec.values(), Codec::id);
        Optional<DecodeMode> mode = oneOf("--tier", tier, DecodeMode.values(), DecodeMode::id);
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        return Sizing.of(
                new Workload(
                        count,
                        sizes,
                        coding.orElseThrow(),
                        mode.orElseThrow(),
                        rate,
                        percent / 100.0),
                new KeptEvidence(withEvidence / 100.0, evidenceBytes),
                slotsOfTaskManager);
    }

    private <T> Optional<T> oneOf(String option, String text, T[] all, Function<T, String> id) {
        Optional<T> found =
                Arrays.stream(all).filter(each -> id.apply(each).equals(text)).findAny();
        if (found.isEmpty()) {
            problems.add(
                    Arrays.stream(all)
                            .map(id)
                            .collect(
                                    Collectors.joining(
                                            ", ", option + ": '" + text + "' is none of ", "")));
        }
        return found;
    }

    private int number(String option, String text, int least, int most) {
        if (text.matches("\\d{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        problems.add(
                String.format(
                        Locale.ROOT,
                        "%s: '%s' is no number from %d to %d",
                        option,
                        text,
                        least,
                        most));
        return least;
    }
}
