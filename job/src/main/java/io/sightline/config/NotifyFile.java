package io.sightline.config;

import io.sightline.notify.delivery.TargetSettings;
import io.sightline.notify.group.DeskSettings;
import io.sightline.notify.route.Route;
import io.sightline.notify.route.Routes;
import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.UnreadableFile;
import io.sightline.yaml.YamlMap;
import io.sightline.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code notify.yaml}: who is told, how, and of what. All problems are reported together;
 * secrets are looked up once, so that one that is missing is found now and not at the first alert.
 */
public final class NotifyFile {

    private static final String CONTROLS = "controls";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");

    /**
     * What a file says.
     *
     * @param targets at least one
     * @param desks by target, what is grouped and damped
     * @param controls where operators' controls are kept, a file or {@code kafka:...}, if anywhere
     */
    public record Notify(
            List<TargetSettings> targets,
            Routes routes,
            Map<String, DeskSettings> desks,
            @Nullable String controls) {
        public Notify {
            targets = List.copyOf(targets);
            desks = Map.copyOf(desks);
        }

        /** The target with that name. */
        public Optional<TargetSettings> target(String name) {
            return targets.stream().filter(target -> target.name().equals(name)).findAny();
        }
    }

    private NotifyFile() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException with every problem of the file, when there are any
     */
    public static Notify read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            ConfigProblems problems = new ConfigProblems(file.toString());
            problems.add(0, UnreadableFile.describe(file, e, "a file of targets and routes"));
            throw new ConfigException(problems.list());
        }
        return parse(file, text);
    }

    /**
     * Reads a text.
     *
     * @param file how to call it in messages; files that it names lie beside it
     * @throws ConfigException with every problem of the text, when there are any
     */
    public static Notify parse(Path file, String text) {
        ConfigProblems problems = new ConfigProblems(file.toString());
        Optional<YamlMap> root = YamlText.readMap(text, problems);
        List<TargetSettings> targets = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        Map<String, DeskSettings> desks = new HashMap<>();
        root.ifPresent(
                map -> {
                    map.allowOnly(List.of("targets", "routes", CONTROLS));
                    Set<String> names = targets(map, file, problems, targets);
                    routes.addAll(new RouteReader(problems, names).read(map));
                    map.map("targets").ifPresent(all -> desks(all, problems, desks));
                });
        problems.throwIfAny();
        String controls =
                root.flatMap(map -> map.text(CONTROLS))
                        .map(place -> place.startsWith("kafka:") ? place : beside(file, place))
                        .orElse(null);
        return new Notify(targets, new Routes(routes), desks, controls);
    }

    private static String beside(Path file, String place) {
        return file.resolveSibling(place).toString();
    }

    private static void desks(
            YamlMap targets, ConfigProblems problems, Map<String, DeskSettings> found) {
        for (String name : targets.keys()) {
            if (targets.isMap(name)) {
                targets.map(name)
                        .ifPresent(map -> found.put(name, new PagingReader(map, problems).read()));
            }
        }
    }

    /** All names, also of targets that something is wrong with. */
    private static Set<String> targets(
            YamlMap root, Path file, ConfigProblems problems, List<TargetSettings> found) {
        Set<String> names = new LinkedHashSet<>();
        Optional<YamlMap> targets = root.map("targets");
        if (targets.isEmpty() || targets.get().keys().isEmpty()) {
            problems.add(root.line("targets"), "'targets' names nobody to tell; add one");
            return names;
        }
        for (String name : targets.get().keys()) {
            names.add(name);
            if (!NAME.matcher(name).matches()) {
                problems.add(
                        targets.get().line(name),
                        "the name of a target is 1 to 60 letters, digits, '.', '_' and '-', but was"
                                + " '"
                                + name
                                + "'");
            }
            targets.get()
                    .map(name)
                    .ifPresentOrElse(
                            map ->
                                    new TargetReader(name, map, file, problems)
                                            .read()
                                            .ifPresent(found::add),
                            () ->
                                    problems.add(
                                            targets.get().line(name),
                                            "target '"
                                                    + name
                                                    + "' says nothing of how to reach it"));
        }
        return names;
    }
}
