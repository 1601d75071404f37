package io.sightline.policy;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.StreamId;
import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every rule of a deployment: a template for each name with inheritance resolved, and what differs
 * for single streams. All orders are those of the names, so that equal policies act equally.
 */
public final class Policy implements Serializable {

    /** The template of streams that name none. */
    public static final String DEFAULT = "default";

    private static final long serialVersionUID = 1L;

    private final String version;
    private final TreeMap<String, TreeMap<DefectId, DefectRule>> templates = new TreeMap<>();
    private final TreeMap<StreamId, StreamPolicy> streams;

    /**
     * @param version names this policy in alerts: the file's own version, or a digest of its
     *     content
     * @param templates rules by template name; {@value #DEFAULT} must be there
     * @param streams what differs for single streams
     */
    public Policy(
            String version,
            Map<String, ? extends Map<DefectId, DefectRule>> templates,
            Map<StreamId, StreamPolicy> streams) {
        if (!templates.containsKey(DEFAULT)) {
            throw new IllegalArgumentException("No template '" + DEFAULT + "'");
        }
        this.version = version;
        templates.forEach((name, rules) -> this.templates.put(name, new TreeMap<>(rules)));
        this.streams = new TreeMap<>(streams);
    }

    public String version() {
        return version;
    }

    /** The names that registry entries may give. */
    public Set<String> templates() {
        return Collections.unmodifiableSet(templates.keySet());
    }

    /**
     * The metrics that any rule judges by, in order. One that nothing measures is judged by nobody:
     * who knows what is installed compares.
     */
    public SortedSet<String> metrics() {
        SortedSet<String> metrics = new TreeSet<>();
        for (Map<DefectId, DefectRule> rules : templates.values()) {
            rules.values().forEach(rule -> add(rule.metric(), rule.fusion(), metrics));
        }
        for (StreamPolicy stream : streams.values()) {
            for (RuleChange change : stream.changes().values()) {
                add(change.metric(), change.fusion(), metrics);
            }
        }
        return metrics;
    }

    private static void add(@Nullable String metric, @Nullable Fusion fusion, Set<String> metrics) {
        if (metric != null) {
            metrics.add(metric);
        }
        if (fusion != null && fusion.how() != Fusion.How.ALONE) {
            metrics.add(fusion.metric());
        }
    }

    /**
     * Every rule that a stream may be judged by whose template is one of these, or is named by the
     * policy itself.
     */
    public List<DefectRule> rulesOf(Collection<String> names) {
        Set<DefectRule> rules = new LinkedHashSet<>();
        names.forEach(name -> rules.addAll(templates.getOrDefault(name, new TreeMap<>()).values()));
        for (StreamId stream : streams.keySet()) {
            names.forEach(name -> rules.addAll(rulesFor(stream, name)));
        }
        return List.copyOf(rules);
    }

    /**
     * The rules of one stream, in the order of their defects, the disabled ones included.
     *
     * @param template the one the registry names; one that is not known means the default, and the
     *     policy's own word on the stream wins over it
     */
    public List<DefectRule> rulesFor(StreamId stream, String template) {
        StreamPolicy own = streams.get(stream);
        String name = own == null || own.template() == null ? template : own.template();
        SortedMap<DefectId, DefectRule> rules =
                new TreeMap<>(templates.getOrDefault(name, templates.get(DEFAULT)));
        if (own != null) {
            own.changes()
                    .forEach(
                            (defect, change) -> {
                                DefectRule inherited = rules.get(defect);
                                RuleChange whole =
                                        inherited == null
                                                ? change
                                                : change.over(RuleChange.of(inherited));
                                whole.rule(defect).ifPresent(rule -> rules.put(defect, rule));
                            });
        }
        return List.copyOf(rules.values());
    }
}
