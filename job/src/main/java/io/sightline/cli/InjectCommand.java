package io.sightline.cli;

import io.sightline.cli.TextTable.Cell;
import io.sightline.inject.InjectException;
import io.sightline.inject.Injection;
import io.sightline.inject.InjectionRequest;
import io.sightline.inject.Kind;
import io.sightline.inject.Kinds;
import io.sightline.inject.Label;
import io.sightline.inject.Labels;
import io.sightline.inject.Planting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sightline inject}: plants defects in a clip. */
@Command(
        name = "inject",
        header = "Plant defects in a clip, to test a set-up.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Writes a copy of a clip with known defects at known times, and what they are as JSON."
                    + " The same clip, options and seed give the same bytes.",
            ""
        },
        parameterListHeading = "Clip:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the clip was written",
            "2:the command line is wrong, or asks for what the clip cannot have; nothing was written",
            "4:it could not be coded"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline inject --list",
            "      what can be planted",
            "  sightline inject clip.mp4 --defect video.black@10s-14s --output out.mp4",
            "      four seconds of black",
            "  sightline inject clip.mp4 --defect audio.hum@5s-20s,strength=-40,frequency=60 \\",
            "          --defect video.freeze@8s-15s --seed 7 --output out.ts --labels out.json",
            "      two defects, as a transport stream, with labels"
        })
final class InjectCommand implements Callable<Integer> {

    private static final int WIDTH_OF_FILES = 200;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final Pattern RATE = Pattern.compile("(\\d{1,9})([kM]?)");

    @Parameters(paramLabel = "CLIP", arity = "0..1", description = "A file with media.")
    private @Nullable Path clip;

    @Option(
            names = "--defect",
            paramLabel = "DEFECT",
            description = Planting.SYNTAX + ". May be repeated. Times are those of the clip.")
    private List<String> defects = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Its extension is the container.")
    private @Nullable Path output;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Where to write what was planted as JSON. Default: standard output.")
    private @Nullable Path labels;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all that is random. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--sound",
            paramLabel = "FILE",
            description = "Use the sound of this file, over and over, instead of the clip's.")
    private @Nullable Path sound;

    @Option(
            names = "--repeat-to",
            paramLabel = "TIME",
            description =
                    "Show the clip over and over for so long, such as 60s; times are those of the whole.")
    private @Nullable String repeatTo;

    @Option(names = "--size", paramLabel = "WxH", description = "Scale the pictures first.")
    private @Nullable String size;

    @Option(
            names = "--video-codec",
            paramLabel = "CODEC",
            description = "Default: the clip's if it can be written, else h264.")
    private @Nullable String videoCodec;

    @Option(
            names = "--audio-codec",
            paramLabel = "CODEC",
            description = "Default: the clip's if it can be written, else aac.")
    private @Nullable String audioCodec;

    @Option(
            names = "--video-bit-rate",
            paramLabel = "BITS",
            description =
                    "A second, such as 800k or 4M. Default: so many that what is planted stays.")
    private @Nullable String videoBitRate;

    @Option(names = "--list", description = "List what can be planted, and end.")
    private boolean list;

    private final Terminal terminal;

    InjectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            int width = terminal.interactive() ? terminal.size().get().columns() : WIDTH_OF_FILES;
            kinds(width, terminal.palette()).forEach(terminal.out()::println);
            return ExitStatus.FINE;
        }
        try {
            Labels planted = Injection.run(request());
            for (Label label : planted.unnoticeable()) {
                terminal.err()
                        .println(
                                String.format(
                                        Locale.ROOT,
                                        "sightline: nobody can notice %s from %.3f s to %.3f s: hardly"
                                                + " anything differs there, so it has no label",
                                        label.defect(),
                                        label.fromMicros() / 1e6,
                                        label.toMicros() / 1e6));
            }
            if (labels == null) {
                terminal.out().print(planted.json());
            } else {
                Files.writeString(labels, planted.json());
                planted.labels().forEach(label -> terminal.out().println(line(label)));
            }
            return ExitStatus.FINE;
        } catch (InjectException e) {
            UsageException told = new UsageException(e.problems());
            terminal.err().println("sightline: " + told.getMessage());
            return ExitStatus.USAGE;
        }
    }

    private InjectionRequest request() throws InjectException {
        List<String> problems = new ArrayList<>();
        if (clip == null) {
            problems.add("CLIP is missing: which file are defects to be planted in?");
        } else if (!Files.isReadable(clip)) {
            problems.add("CLIP cannot be read: " + clip);
        }
        if (output == null) {
            problems.add("--output is missing");
        } else if (!Files.isDirectory(output.toAbsolutePath().getParent())) {
            problems.add("--output is in a folder that does not exist: " + output);
        }
        if (sound != null && !Files.isReadable(sound)) {
            problems.add("--sound cannot be read: " + sound);
        }
        long repeatToMicros = repeatToMicros(problems);
        List<Planting> plantings = new ArrayList<>();
        for (String text : defects) {
            try {
                plantings.add(Planting.parse(text));
            } catch (IllegalArgumentException e) {
                problems.add("--defect: " + e.getMessage());
            }
        }
        InjectionRequest.Size wanted = size(problems);
        long bitsPerSecond = bitsPerSecond(problems);
        if (!problems.isEmpty() || clip == null || output == null) {
            throw new InjectException(problems);
        }
        return new InjectionRequest(
                clip,
                sound,
                repeatToMicros,
                wanted,
                plantings,
                seed,
                output,
                new InjectionRequest.Coding(videoCodec, audioCodec, bitsPerSecond));
    }

    private long repeatToMicros(List<String> problems) {
        if (repeatTo == null) {
            return 0;
        }
        try {
            long micros = Planting.parseMicros(repeatTo);
            if (micros <= 0) {
                problems.add("--repeat-to must be more than 0");
            }
            return micros;
        } catch (IllegalArgumentException e) {
            problems.add("--repeat-to: " + e.getMessage());
            return 0;
        }
    }

    private InjectionRequest.@Nullable Size size(List<String> problems) {
        if (size == null) {
            return null;
        }
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            problems.add("--size is not of the form 640x360: " + size);
            return null;
        }
        return new InjectionRequest.Size(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private long bitsPerSecond(List<String> problems) {
        if (videoBitRate == null) {
            return 0;
        }
        Matcher matcher = RATE.matcher(videoBitRate);
        if (!matcher.matches()) {
            problems.add("--video-bit-rate is not of the form 800k or 4M: " + videoBitRate);
            return 0;
        }
        long unit =
                switch (matcher.group(2)) {
                    case "k" -> 1_000;
                    case "M" -> 1_000_000;
                    default -> 1;
                };
        return Long.parseLong(matcher.group(1)) * unit;
    }

    private static String line(Label label) {
        return String.format(
                Locale.ROOT,
                "%-24s %10.3f s to %10.3f s",
                label.defect(),
                label.fromMicros() / 1e6,
                label.toMicros() / 1e6);
    }

    /** What can be planted, with strengths and parameters. */
    static List<String> kinds(int width, Palette palette) {
        TextTable table =
                new TextTable()
                        .column("DEFECT")
                        .column("STRENGTH")
                        .column("USUAL")
                        .column("PARAMETERS")
                        .column("MEANING");
        for (Kind kind : Kinds.all()) {
            Kind.Strength strength = kind.strength();
            table.row(
                    List.of(
                            Cell.of(kind.id()),
                            Cell.of(number(strength.least()) + " to " + number(strength.most())),
                            Cell.of(number(strength.usual())),
                            Cell.of(parameters(kind)),
                            Cell.of(kind.what() + "; strength: " + strength.meaning())));
        }
        return table.lines(width, "", palette);
    }

    private static String parameters(Kind kind) {
        return String.join(
                ", ",
                kind.parameters().stream()
                        .map(
                                one ->
                                        one.words().isEmpty()
                                                ? one.name() + "=" + one.usual()
                                                : one.name() + "=" + String.join("|", one.words()))
                        .toList());
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }
}
