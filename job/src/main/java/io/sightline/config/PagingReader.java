package io.sightline.config;

import io.sightline.notify.group.DeskSettings;
import io.sightline.notify.group.FlapSettings;
import io.sightline.notify.group.GroupSettings;
import io.sightline.notify.group.GroupSettings.Defects;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.YamlMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how a target of {@code notify.yaml} is told: what is grouped, what is damped. */
final class PagingReader {

    static final String GROUP = "group";
    static final String FLAPPING = "flapping";

    /** Of the two maps, for the reference. */
    static final List<String> GROUP_KEYS = List.of("by", "min", "wait", "clear", "defects");

    static final List<String> FLAPPING_KEYS = List.of("more-than", "within", "quiet");

    private static final int GREATEST_MIN = 100_000;

    private final YamlMap target;
    private final ConfigProblems problems;

    PagingReader(YamlMap target, ConfigProblems problems) {
        this.target = target;
        this.problems = problems;
    }

    DeskSettings read() {
        return new DeskSettings(target.map(GROUP).flatMap(this::group).orElse(null), flapping());
    }

    private Optional<GroupSettings> group(YamlMap map) {
        int before = problems.count();
        map.allowOnly(GROUP_KEYS);
        List<String> by =
                map.isList("by")
                        ? map.texts("by").orElse(List.of())
                        : map.text("by").map(List::of).orElse(List.of());
        if (by.isEmpty() && problems.count() == before) {
            problems.add(
                    map.line("by"),
                    "'group' needs 'by': the labels that streams have in common, as [encoder, cdn]");
        }
        GroupSettings usual = GroupSettings.by(List.of());
        int min = whole(map, "min", 2, GREATEST_MIN, usual.min());
        Defects defects =
                map.oneOf("defects", List.of("same", "any"))
                        .map(word -> word.equals("any") ? Defects.ANY : Defects.SAME)
                        .orElse(Defects.SAME);
        GroupSettings settings =
                new GroupSettings(
                        by,
                        min,
                        map.duration("wait").orElse(usual.patience()),
                        map.duration("clear").orElse(usual.clear()),
                        defects);
        return problems.count() > before ? Optional.empty() : Optional.of(settings);
    }

    /** Damped as usual unless it says otherwise; {@code flapping: false} tells each time. */
    private @Nullable FlapSettings flapping() {
        FlapSettings usual = FlapSettings.DEFAULT;
        if (!target.has(FLAPPING)) {
            return usual;
        }
        if (!target.isMap(FLAPPING)) {
            return target.flag(FLAPPING).orElse(true) ? usual : null;
        }
        YamlMap map = target.map(FLAPPING).orElseThrow();
        map.allowOnly(FLAPPING_KEYS);
        return new FlapSettings(
                whole(map, "more-than", 1, FlapSettings.GREATEST_MOST, usual.most()),
                map.duration("within").orElse(usual.within()),
                map.duration("quiet").orElse(usual.quiet()));
    }

    private int whole(YamlMap map, String key, int least, int most, int otherwise) {
        double value = map.number(key).orElse((double) otherwise);
        if (value != Math.rint(value) || value < least || value > most) {
            problems.add(
                    map.line(key), "'" + key + "' is a whole number from " + least + " to " + most);
            return otherwise;
        }
        return (int) value;
    }
}
