package io.sightline.rejudge;

import io.sightline.policy.DefectRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rules are judged again and which metrics they read: what is shared by all renditions with
 * the same rules. Rules that are disabled are left out.
 */
public final class RejudgePlan {

    /** The metric that says where a programme is spliced, for rules with an excuse. */
    public static final String SPLICES = "scte35_splices";

    private final List<DefectRule> rules;
    private final List<String> metrics;
    private final int[] slots; // by rule, among the metrics
    private final int[] otherSlots; // the same of what it fuses with; -1 for nothing
    private final int spliceSlot; // -1 if no rule asks for splices
    private final long excuseMicros; // the longest

    private RejudgePlan(
            List<DefectRule> rules,
            List<String> metrics,
            int[] slots,
            int[] otherSlots,
            int spliceSlot,
            long excuseMicros) {
        this.rules = rules;
        this.metrics = metrics;
        this.slots = slots;
        this.otherSlots = otherSlots;
        this.spliceSlot = spliceSlot;
        this.excuseMicros = excuseMicros;
    }

    /** Of these rules, over metrics in an order of its own. */
    public static RejudgePlan of(Collection<DefectRule> rules) {
        return of(rules, null);
    }

    /**
     * Of these rules, over the values of other plans too.
     *
     * @param order of the metrics that a second brings; what a rule asks for and is not among them
     *     is not judged. Null: what the rules ask for
     */
    public static RejudgePlan of(Collection<DefectRule> rules, @Nullable List<String> order) {
        Map<String, Integer> places = new HashMap<>();
        List<String> metrics = new ArrayList<>();
        if (order != null) {
            order.forEach(metric -> place(metric, places, metrics));
        }
        List<DefectRule> judged = new ArrayList<>();
        long excuse = 0;
        for (DefectRule rule : rules) {
            if (rule.enabled() && (order == null || places.containsKey(rule.metric()))) {
                judged.add(rule);
                place(rule.metric(), places, metrics);
                if (rule.isFused() && order == null) {
                    place(rule.fusion().metric(), places, metrics);
                }
                excuse = Math.max(excuse, rule.excuseMicros());
            }
        }
        if (excuse > 0 && order == null) {
            place(SPLICES, places, metrics);
        }
        int[] slots = judged.stream().mapToInt(rule -> places.get(rule.metric())).toArray();
        int[] otherSlots =
                judged.stream()
                        .mapToInt(
                                rule ->
                                        rule.isFused()
                                                ? places.getOrDefault(rule.fusion().metric(), -1)
                                                : -1)
                        .toArray();
        int spliceSlot = excuse > 0 ? places.getOrDefault(SPLICES, -1) : -1;
        return new RejudgePlan(
                List.copyOf(judged), List.copyOf(metrics), slots, otherSlots, spliceSlot, excuse);
    }

    private static void place(String metric, Map<String, Integer> places, List<String> metrics) {
        if (places.putIfAbsent(metric, metrics.size()) == null) {
            metrics.add(metric);
        }
    }

    public List<DefectRule> rules() {
        return rules;
    }

    /** What a second must bring, in this order. */
    public List<String> metrics() {
        return metrics;
    }

    int slotOf(int rule) {
        return slots[rule];
    }

    int otherSlotOf(int rule) {
        return otherSlots[rule];
    }

    int spliceSlot() {
        return spliceSlot;
    }

    /** For how long a second waits for splices after it; 0 if none can excuse it. */
    long holdMicros() {
        return spliceSlot < 0 ? 0 : excuseMicros;
    }
}
