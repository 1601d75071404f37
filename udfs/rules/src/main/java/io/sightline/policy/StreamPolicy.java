package io.sightline.policy;

import io.sightline.detector.model.DefectId;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says about one stream in particular.
 *
 * @param template the template it is judged by; null leaves that to the registry
 * @param changes what differs from the template, in the order of the ids
 */
public record StreamPolicy(@Nullable String template, SortedMap<DefectId, RuleChange> changes)
        implements Serializable {

    public StreamPolicy(@Nullable String template, Map<DefectId, RuleChange> changes) {
        this(template, new TreeMap<>(changes));
    }

    public StreamPolicy {
        changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }
}
