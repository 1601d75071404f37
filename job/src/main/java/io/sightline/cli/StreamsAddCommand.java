package io.sightline.cli;

import io.sightline.config.EditRefused;
import io.sightline.config.EntryDraft;
import io.sightline.config.PolicyFile;
import io.sightline.config.Registry;
import io.sightline.config.RegistryFile;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistrySource;
import io.sightline.registry.RegistryStore;
import io.sightline.registry.RegistryStore.Outcome;
import io.sightline.sink.OutputCheck;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.yaml.ConfigProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sightline streams add}: writes one entry. */
@Command(
        name = "add",
        header = "Add a stream to a registry.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Adds a stream at the end of a registry, which is created if it is not there. What is"
                    + " left out has its default; docs/reference/registry.md describes each key.",
            ""
        },
        optionListHeading = "Options:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  sightline streams add --registry streams.yaml --id news-7 \\",
            "      --url https://example.org/news-7.m3u8 --renditions all --label tier=gold"
        })
final class StreamsAddCommand extends RegistryCommand {

    @Option(
            names = "--url",
            paramLabel = "URL|FILE",
            required = true,
            description = "Where the stream is read.")
    private String url = "";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Names it in alerts and tables. Default: after its URL.")
    private @Nullable String id;

    @Option(
            names = "--renditions",
            paramLabel = "WHICH",
            description = "all, highest, lowest, or names with commas. Default: highest.")
    private @Nullable String renditions;

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "Sent with every HTTP request. May be repeated. Never printed.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--program",
            paramLabel = "N",
            description = "The programme to watch in a multiplex of several.")
    private @Nullable String program;

    @Option(
            names = "--detectors",
            paramLabel = "LIST",
            description = "Run only these, comma-separated. Default: all.")
    private @Nullable String detectors;

    @Option(
            names = "--policy",
            paramLabel = "TEMPLATE",
            description = "Name of the policy template that judges it. Default: default.")
    private @Nullable String policy;

    @Option(
            names = "--decode",
            paramLabel = "TIER",
            description = "auto, full, reference, keyframes or none. Default: full.")
    private @Nullable String decode;

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            description = "low, normal or high. Default: normal.")
    private @Nullable String priority;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "Kept in every alert; what --select chooses by. May be repeated.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--expected",
            paramLabel = "KEY=VALUE",
            description =
                    "What it is known to be: audio=true, resolution=1920x1080, fps=25,"
                            + " video-codec=h264, audio-codec=aac, channels=2. May be repeated.")
    private List<String> expected = new ArrayList<>();

    @Option(
            names = "--evidence",
            paramLabel = "true|false",
            description =
                    "false: no picture or clip of it is ever kept; true: also of sound alone."
                            + " Default: where there are pictures, if the run keeps any.")
    private @Nullable String evidence;

    @Option(
            names = "--reference",
            paramLabel = "ID",
            description =
                    "The stream that shows the same programme: sound against pictures is compared"
                            + " with it.")
    private @Nullable String reference;

    @Option(names = "--disabled", description = "Add it, but do not watch it yet.")
    private boolean disabled;

    @Option(
            names = "--policy-file",
            paramLabel = "FILE",
            description = "Policy file that has the templates, to check --policy against.")
    private @Nullable Path policyFile;

    StreamsAddCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        RegistryAddress address = options().address();
        EntryDraft draft = draft();
        RegistryFile format = format(policyFile);
        Registry read = format.parseRecord("", draft.id(), draft.asJson());
        requireNone(read.problems());
        if (reference != null) {
            requireReference(read, address, format);
        }
        Outcome outcome = RegistryStore.at(address, OutputCheck.PATIENCE).add(draft);
        String created = outcome == Outcome.CREATED ? ", which was created" : "";
        terminal()
                .out()
                .println("Added " + named(List.of(draft.id())) + " to " + address + created + ".");
        boolean isKnown = policy == null || PolicyFile.builtIn().templates().contains(policy);
        if (policyFile == null && !isKnown) {
            terminal()
                    .err()
                    .println(
                            "note: whether there is a policy template '"
                                    + policy
                                    + "' was not checked; --policy-file FILE does that");
        }
        return ExitStatus.FINE;
    }

    /** A draft says which stream it is compared with; the registry, whether that can be. */
    private static void requireReference(
            Registry draft, RegistryAddress address, RegistryFile format) throws IOException {
        try (RegistrySource source = RegistrySource.open(address, format, OutputCheck.PATIENCE)) {
            Registry registry = source.read();
            List<StreamEntry> together = new ArrayList<>(registry.entries());
            together.addAll(draft.entries());
            Registry checked =
                    new Registry(together, List.of(), registry.skipped())
                            .withReferencesChecked(
                                    (entry, problem) -> new ConfigProblem("", 0, problem));
            requireNone(checked.problems());
        }
    }

    private static void requireNone(List<ConfigProblem> problems) {
        if (!problems.isEmpty()) {
            throw new EditRefused(problems.stream().map(ConfigProblem::message).toList());
        }
    }

    private EntryDraft draft() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", id == null ? StreamNames.of(List.of(url)).get(0).value() : id.strip());
        values.put("url", url.strip());
        if (renditions != null) {
            boolean isWord = List.of("all", "highest", "lowest").contains(renditions.strip());
            values.put("renditions", isWord ? renditions.strip() : list(renditions));
        }
        put(values, "headers", pairs("--header", headers, ':', "'Name: value'"));
        put(values, "program", program);
        if (detectors != null) {
            boolean isAll = detectors.strip().equals("all");
            values.put("detectors", isAll ? "all" : list(detectors));
        }
        put(values, "policy", policy);
        put(values, "decode", decode);
        put(values, "priority", priority);
        put(values, "labels", pairs("--label", labels, '=', "name=value"));
        put(values, "expected", pairs("--expected", expected, '=', "key=value"));
        put(values, "evidence", evidence);
        put(values, "reference", reference);
        if (disabled) {
            values.put("enabled", false);
        }
        return new EntryDraft(values);
    }

    private static void put(Map<String, Object> values, String key, @Nullable String value) {
        if (value != null) {
            values.put(key, value.strip());
        }
    }

    private static void put(Map<String, Object> values, String key, Map<String, String> pairs) {
        if (!pairs.isEmpty()) {
            values.put(key, pairs);
        }
    }

    private static List<String> list(String words) {
        return Arrays.stream(words.split(",", -1)).map(String::strip).toList();
    }

    /** The message shows no value: headers are secret. */
    private static Map<String, String> pairs(
            String option, List<String> given, char separator, String form) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : given) {
            int at = pair.indexOf(separator);
            String name = pair.substring(0, Math.max(0, at)).strip();
            if (name.isEmpty()) {
                throw new UsageException(List.of(option + ": has the form " + form));
            }
            if (pairs.put(name, pair.substring(at + 1).strip()) != null) {
                throw new UsageException(List.of(option + ": '" + name + "' is given twice"));
            }
        }
        return pairs;
    }
}
