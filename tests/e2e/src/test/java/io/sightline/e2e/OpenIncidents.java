package io.sightline.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Incidents of planted defects that were open when something was done to the job. What else is
 * wrong with the streams has no planned end.
 *
 * @param ids of incidents
 */
record OpenIncidents(Set<String> ids) {

    /** A planted defect is found to have begun this close to when it did. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    OpenIncidents {
        ids = Set.copyOf(ids);
    }

    /** Those that have opened and not cleared in alerts as they came. */
    static OpenIncidents in(List<ObjectNode> alerts) {
        Set<String> open = new LinkedHashSet<>();
        for (ObjectNode alert : alerts) {
            String id = alert.path("incident_id").asText();
            if (plantedAs(alert).findAny().isEmpty()) {
                continue;
            }
            if (alert.path("event").asText().equals("CLEARED")) {
                open.remove(id);
            } else {
                open.add(id);
            }
        }
        return new OpenIncidents(open);
    }

    int count() {
        return ids.size();
    }

    /** Whether all of them have cleared by now. */
    boolean haveCleared(List<ObjectNode> alerts) {
        return in(alerts).ids().stream().noneMatch(ids::contains);
    }

    /**
     * What is wrong with how they ended, in words: each opens once, clears once, and began when its
     * defect did.
     *
     * @param startOf when the media of a stream began
     */
    List<String> wrong(List<ObjectNode> alerts, Function<String, Instant> startOf) {
        List<String> wrong = new ArrayList<>();
        for (String id : ids) {
            List<ObjectNode> all =
                    alerts.stream()
                            .filter(alert -> alert.path("incident_id").asText().equals(id))
                            .toList();
            for (String event : List.of("OPENED", "CLEARED")) {
                long times =
                        all.stream()
                                .filter(alert -> alert.path("event").asText().equals(event))
                                .count();
                if (times != 1) {
                    wrong.add("incident " + id + ": " + times + " " + event);
                }
            }
            all.stream()
                    .filter(alert -> !beganWhenPlanted(alert, startOf))
                    .forEach(alert -> wrong.add("no defect began then: " + alert));
        }
        return wrong;
    }

    private static boolean beganWhenPlanted(ObjectNode alert, Function<String, Instant> startOf) {
        Instant began = Instant.parse(alert.path("started_at").asText());
        Duration into = Duration.between(startOf.apply(alert.path("stream_id").asText()), began);
        Duration intoTurn =
                into.minus(Deployment.TURN.multipliedBy(into.dividedBy(Deployment.TURN)));
        return plantedAs(alert)
                .anyMatch(
                        planted -> intoTurn.minus(planted.from()).abs().compareTo(TOLERANCE) <= 0);
    }

    private static Stream<Deployment.Planted> plantedAs(ObjectNode alert) {
        String defect = alert.path("defect").asText();
        return Deployment.Planted.ALL.stream().filter(one -> one.defect().equals(defect));
    }
}
