package io.sightline.verify;

import io.sightline.policy.Severity;
import io.sightline.table.Alert.Event;
import io.sightline.verify.Incident.Told;
import java.util.List;

/** Checks the events of one incident against one another, when all of them are known. */
final class IncidentRules {

    private final Violations violations;

    IncidentRules(Violations violations) {
        this.violations = violations;
    }

    void check(Incident incident) {
        atMostOnce(incident, Event.OPENED);
        atMostOnce(incident, Event.CLEARED);
        orderOfRows(incident);
        List<Told> events = incident.inOrder();
        for (int i = 1; i < events.size(); i++) {
            follows(incident, events.get(i - 1), events.get(i));
        }
    }

    private void atMostOnce(Incident incident, Event event) {
        List<Told> told = incident.told(event);
        if (told.size() > 1) {
            violations.add(
                    Rule.OPENED_AND_CLEARED_ONCE,
                    incident.subject() + ": " + event + " is told " + told.size() + " times",
                    told.stream().map(Told::place).toList());
        }
    }

    /** What was written first is read first, within one part. */
    private void orderOfRows(Incident incident) {
        List<Told> told = incident.told();
        for (int i = 1; i < told.size(); i++) {
            Told before = told.get(i - 1);
            Told after = told.get(i);
            if (!before.place().part().equals(after.place().part())) {
                continue;
            }
            int order = before.event().compareTo(after.event());
            if (order > 0 || (order == 0 && before.atMillis() > after.atMillis())) {
                violations.add(
                        Rule.EVENT_ORDER,
                        incident.subject()
                                + ": "
                                + after.alertId()
                                + " is written after "
                                + before.alertId(),
                        before.place(),
                        after.place());
            }
        }
    }

    private void follows(Incident incident, Told before, Told after) {
        if (after.atMillis() < before.atMillis()) {
            violations.add(
                    Rule.TIMES_AGREE,
                    incident.subject()
                            + ": "
                            + after.alertId()
                            + " happened before "
                            + before.alertId(),
                    before.place(),
                    after.place());
        }
        Severity severity = after.severity();
        boolean right =
                switch (after.event()) {
                    case OPENED -> true; // told twice, which is another matter
                    case ESCALATED -> severity.compareTo(before.severity()) > 0;
                    case CLEARED ->
                            severity == before.severity() || before.event() == Event.CLEARED;
                };
        if (!right) {
            violations.add(
                    Rule.SEVERITY_RISES,
                    incident.subject()
                            + ": "
                            + after.event()
                            + " is "
                            + severity.id()
                            + ", and it was "
                            + before.severity().id()
                            + " before",
                    before.place(),
                    after.place());
        }
    }
}
