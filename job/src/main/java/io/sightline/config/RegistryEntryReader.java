package io.sightline.config;

import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.EvidenceMode;
import io.sightline.flow.Examination;
import io.sightline.flow.Expected;
import io.sightline.flow.Priority;
import io.sightline.media.PlainText;
import io.sightline.policy.Policy;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.enumerator.StreamInput.Renditions;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.NearestWord;
import io.sightline.yaml.YamlMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of a registry, and adds a problem for everything in it that cannot be used.
 *
 * @param templates names of the policy templates that entries may give
 * @param detectors ids of the detectors that entries may give
 */
record RegistryEntryReader(Set<String> templates, Set<String> detectors, ConfigProblems problems) {

    static final String REFERENCE = "reference";

    static final List<String> KEYS =
            List.of(
                    "id",
                    "url",
                    "renditions",
                    "headers",
                    "program",
                    "detectors",
                    "policy",
                    "decode",
                    "priority",
                    "labels",
                    "expected",
                    "evidence",
                    REFERENCE,
                    "enabled");
    private static final List<String> EXPECTED_KEYS =
            List.of(
                    "audio",
                    "captions",
                    "video-codec",
                    "resolution",
                    "fps",
                    "audio-codec",
                    "channels");

    private static final int MAX_ID_CHARS = 200;
    private static final int MAX_URL_CHARS = 8_000;
    private static final int MAX_ENTRIES = 50; // of a map
    private static final int MAX_CHARS = 1_000; // of a key or a value in it
    private static final int MAX_PROGRAM = 0xFFFF;
    private static final int MAX_CHANNELS = 64;

    private static final Pattern RESOLUTION = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** The entry, unless it lacks what no entry can do without. */
    Optional<StreamEntry> entry(YamlMap map) {
        return entry(map, required(map, "id"));
    }

    /** The entry of a record whose key names the stream: it may leave the id out. */
    Optional<StreamEntry> entryOf(String key, YamlMap map) {
        String id = map.has("id") ? required(map, "id") : key;
        if (!id.equals(key)) {
            problems.add(
                    map.line("id"),
                    "'id' is '" + id + "', but the key of the record says otherwise");
        }
        return entry(map, id);
    }

    private Optional<StreamEntry> entry(YamlMap map, String id) {
        map.allowOnly(KEYS);
        String url = required(map, "url");
        if (id.length() > MAX_ID_CHARS) {
            problems.add(map.line("id"), "an id has at most " + MAX_ID_CHARS + " characters");
        }
        requirePlain(map, "id", id);
        requirePlain(map, "url", url);
        if (url.length() > MAX_URL_CHARS) {
            problems.add(map.line("url"), "a URL has at most " + MAX_URL_CHARS + " characters");
        }
        StreamInput input = input(map, url);
        Examination examination = examination(map).withReference(reference(map, id));
        Map<String, String> labels = words(map, "labels", map.map("labels"));
        labels.forEach((name, value) -> requirePlain(map, "labels", name + value));
        boolean enabled = map.flag("enabled").orElse(true);
        return id.isEmpty() || url.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new StreamEntry(new StreamId(id), input, examination, labels, enabled));
    }

    /** What is shown in logs and on terminals must not be able to forge them. */
    private void requirePlain(YamlMap map, String key, String text) {
        if (!PlainText.isPlain(text)) {
            problems.add(
                    map.line(key),
                    "'"
                            + key
                            + "' has a control character, a line break or an invisible one;"
                            + " remove it");
        }
    }

    private StreamInput input(YamlMap map, String url) {
        List<String> names =
                map.isList("renditions") ? map.texts("renditions").orElse(List.of()) : List.of();
        names.forEach(name -> requirePlain(map, "renditions", name));
        Renditions renditions = renditions(map);
        if (renditions == Renditions.LISTED && names.isEmpty()) {
            problems.add(map.line("renditions"), "'renditions' lists no rendition");
        }
        return new StreamInput(
                url, renditions, names, headers(map), whole(map, "program", 0, MAX_PROGRAM, 0));
    }

    private Examination examination(YamlMap map) {
        List<String> chosen = chosenDetectors(map);
        String policy = map.text("policy").orElse(Policy.DEFAULT);
        if (!templates.contains(policy) && !templates.contains(RegistryFile.ANY)) {
            problems.add(
                    map.line("policy"),
                    "unknown policy template '"
                            + policy
                            + "'"
                            + NearestWord.hint(policy, sorted(templates)));
        }
        return new Examination(
                chosen,
                policy,
                oneOf(map, "decode", DecodeMode.FULL),
                oneOf(map, "priority", Priority.NORMAL),
                map.map("expected").map(this::expected).orElse(Expected.ANYTHING),
                map.flag("evidence")
                        .map(kept -> kept ? EvidenceMode.ALWAYS : EvidenceMode.NEVER)
                        .orElse(EvidenceMode.PICTURES),
                /* reference= */ null);
    }

    private @Nullable StreamId reference(YamlMap map, String id) {
        String reference = map.text(REFERENCE).map(String::strip).orElse("");
        requirePlain(map, REFERENCE, reference);
        if (reference.equals(id) && !id.isEmpty()) {
            problems.add(map.line(REFERENCE), "'reference' names the stream itself");
        }
        return reference.isEmpty() ? null : new StreamId(reference);
    }

    private Expected expected(YamlMap map) {
        map.allowOnly(EXPECTED_KEYS);
        Integer width = null;
        Integer height = null;
        if (map.has("resolution")) {
            Matcher size = RESOLUTION.matcher(map.text("resolution").orElse(""));
            if (size.matches()) {
                width = Integer.valueOf(size.group(1));
                height = Integer.valueOf(size.group(2));
            } else {
                problems.add(
                        map.line("resolution"), "'resolution' is width x height, like 1920x1080");
            }
        }
        for (String key : List.of("video-codec", "audio-codec")) {
            map.text(key).ifPresent(codec -> requirePlain(map, key, codec));
        }
        int channels = whole(map, "channels", 1, MAX_CHANNELS, 0);
        return new Expected(
                map.flag("audio").orElse(false),
                map.flag("captions").orElse(false),
                map.text("video-codec").orElse(null),
                width,
                height,
                map.number("fps").orElse(null),
                map.text("audio-codec").orElse(null),
                channels == 0 ? null : channels);
    }

    private int whole(YamlMap map, String key, int least, int most, int otherwise) {
        double value = map.number(key).orElse((double) otherwise);
        boolean isGood = value == Math.rint(value) && value >= least && value <= most;
        if (map.has(key) && !isGood) {
            problems.add(
                    map.line(key), "'" + key + "' is a whole number from " + least + " to " + most);
        }
        return isGood ? (int) value : otherwise;
    }

    private static <E extends Enum<E>> E oneOf(YamlMap map, String key, E otherwise) {
        E[] all = otherwise.getDeclaringClass().getEnumConstants();
        List<String> ids =
                Arrays.stream(all).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
        return map.oneOf(key, ids).map(id -> all[ids.indexOf(id)]).orElse(otherwise);
    }

    private Map<String, String> headers(YamlMap map) {
        Map<String, String> headers = words(map, "headers", map.secretMap("headers"));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            boolean isGood =
                    HEADER_NAME.matcher(header.getKey()).matches()
                            && header.getValue().chars().allMatch(c -> c >= ' ' && c != 127);
            if (!isGood) { // the value may be a secret: it is not shown
                problems.add(
                        map.line("headers"), "the header '" + header.getKey() + "' is not valid");
            }
        }
        return headers;
    }

    private Map<String, String> words(YamlMap map, String key, Optional<YamlMap> read) {
        Map<String, String> words = new TreeMap<>();
        if (read.isEmpty()) {
            return words;
        }
        for (String word : read.get().keys()) {
            String value = read.get().text(word).orElse("");
            if (word.length() > MAX_CHARS || value.length() > MAX_CHARS) {
                problems.add(
                        read.get().line(word),
                        "what '" + key + "' names has at most " + MAX_CHARS + " characters");
            }
            words.put(word, value);
        }
        if (words.size() > MAX_ENTRIES) {
            problems.add(map.line(key), "'" + key + "' has at most " + MAX_ENTRIES + " entries");
        }
        return words;
    }

    private String required(YamlMap map, String key) {
        if (!map.has(key)) {
            problems.add(map.line(), "a stream needs '" + key + "'");
        }
        return map.text(key).map(String::strip).orElse("");
    }

    private static Renditions renditions(YamlMap map) {
        if (map.isList("renditions")) {
            return Renditions.LISTED;
        }
        return switch (map.oneOf("renditions", List.of("all", "highest", "lowest"))
                .orElse("highest")) {
            case "all" -> Renditions.ALL;
            case "lowest" -> Renditions.LOWEST;
            default -> Renditions.HIGHEST;
        };
    }

    private List<String> chosenDetectors(YamlMap map) {
        if (!map.isList("detectors")) {
            map.oneOf("detectors", List.of("all"));
            return List.of();
        }
        List<String> chosen = map.texts("detectors").orElse(List.of());
        if (chosen.isEmpty()) {
            problems.add(map.line("detectors"), "'detectors' lists no detector; 'all' takes all");
        }
        return DetectorChoice.of(
                chosen, detectors, problem -> problems.add(map.line("detectors"), problem));
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }
}
