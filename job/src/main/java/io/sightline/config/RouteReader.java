package io.sightline.config;

import io.sightline.notify.route.Glob;
import io.sightline.notify.route.Match;
import io.sightline.notify.route.Route;
import io.sightline.notify.route.Schedule;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.NearestWord;
import io.sightline.yaml.YamlMap;
import io.sightline.yaml.YamlText;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the routes of {@code notify.yaml}. */
final class RouteReader {

    private static final List<String> DAYS =
            Arrays.stream(DayOfWeek.values()).map(RouteReader::shortName).toList();

    private final ConfigProblems problems;
    private final Set<String> targets;

    /**
     * @param targets that routes may lead to
     */
    RouteReader(ConfigProblems problems, Set<String> targets) {
        this.problems = problems;
        this.targets = targets;
    }

    List<Route> read(YamlMap root) {
        List<Route> routes = new ArrayList<>();
        for (Node item : root.items("routes").orElse(List.of())) {
            if (item instanceof MappingNode map) {
                route(new YamlMap(map, problems)).ifPresent(routes::add);
            } else {
                problems.add(
                        YamlText.line(item), "a route is a map, but was " + YamlText.kind(item));
            }
        }
        return routes;
    }

    private Optional<Route> route(YamlMap map) {
        map.allowOnly(List.of("match", "targets", "continue"));
        List<String> names = map.has("targets") ? texts(map, "targets") : List.of();
        if (!map.has("targets")) {
            problems.add(map.line(), "a route has 'targets'; an empty list tells nobody");
        }
        for (String name : names) {
            if (!targets.contains(name)) {
                problems.add(
                        map.line("targets"),
                        "there is no target '" + name + "'" + NearestWord.hint(name, targets));
            }
        }
        Match match = map.map("match").map(this::match).orElse(Match.EVERYTHING);
        return Optional.of(new Route(match, names, map.flag("continue").orElse(false)));
    }

    private Match match(YamlMap map) {
        map.allowOnly(List.of("severity", "labels", "defect", "stream", "event", "schedule"));
        Severity severity =
                map.oneOf("severity", Arrays.stream(Severity.values()).map(Severity::id).toList())
                        .map(RouteReader::severity)
                        .orElse(null);
        Map<String, List<Glob>> labels = new HashMap<>();
        map.map("labels")
                .ifPresent(
                        given ->
                                given.keys().forEach(name -> labels.put(name, globs(given, name))));
        Set<Alert.Event> events = EnumSet.noneOf(Alert.Event.class);
        List<String> known = Arrays.stream(Alert.Event.values()).map(Enum::name).toList();
        for (String event : texts(map, "event")) {
            String name = event.toUpperCase(Locale.ROOT);
            if (known.contains(name)) {
                events.add(Alert.Event.valueOf(name));
            } else {
                problems.add(
                        map.line("event"),
                        "unknown event '" + event + "'" + NearestWord.hint(name, known));
            }
        }
        return new Match(
                severity,
                labels,
                globs(map, "defect"),
                globs(map, "stream"),
                events,
                map.map("schedule").flatMap(this::schedule).orElse(null));
    }

    private static Severity severity(String id) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.id().equals(id))
                .findAny()
                .orElseThrow();
    }

    private List<Glob> globs(YamlMap map, String key) {
        return texts(map, key).stream().map(Glob::new).toList();
    }

    /** One word, or a list of them. */
    private static List<String> texts(YamlMap map, String key) {
        return map.isList(key)
                ? map.texts(key).orElse(List.of())
                : map.text(key).map(List::of).orElse(List.of());
    }

    private Optional<Schedule> schedule(YamlMap map) {
        map.allowOnly(List.of("zone", "days", "from", "to"));
        int before = problems.count();
        if (!map.has("zone")) {
            problems.add(map.line(), "a schedule has a 'zone', such as Europe/Berlin or UTC");
        }
        ZoneId zone = map.text("zone").map(text -> zone(map, text)).orElse(null);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String day : texts(map, "days")) {
            int index = DAYS.indexOf(day.toLowerCase(Locale.ROOT));
            if (index < 0) {
                problems.add(
                        map.line("days"),
                        "unknown day '" + day + "'" + NearestWord.hint(day, DAYS));
            } else {
                days.add(DayOfWeek.of(index + 1));
            }
        }
        LocalTime from = time(map, "from");
        LocalTime to = time(map, "to");
        return problems.count() > before || zone == null
                ? Optional.empty()
                : Optional.of(new Schedule(zone, days, from, to));
    }

    private @Nullable ZoneId zone(YamlMap map, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            problems.add(
                    map.line("zone"),
                    "unknown time zone '"
                            + text
                            + "'"
                            + NearestWord.hint(text, ZoneId.getAvailableZoneIds()));
            return null;
        }
    }

    /** Absent means midnight, so that a schedule may be one of days alone. */
    private LocalTime time(YamlMap map, String key) {
        Optional<String> text = map.text(key);
        if (text.isEmpty()) {
            return LocalTime.MIDNIGHT;
        }
        try {
            return LocalTime.parse(text.get());
        } catch (DateTimeException e) {
            problems.add(
                    map.line(key),
                    "'"
                            + key
                            + "' is a time of day in quotes, such as \"08:00\", but was '"
                            + text.get()
                            + "'");
            return LocalTime.MIDNIGHT;
        }
    }

    private static String shortName(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
