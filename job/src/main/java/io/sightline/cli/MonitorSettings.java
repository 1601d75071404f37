package io.sightline.cli;

import io.sightline.job.MonitorPlan;
import io.sightline.policy.Severity;
import java.util.List;
import java.util.Optional;

/**
 * A checked request.
 *
 * @param failOn makes the exit status 1 when such an incident occurs
 * @param notes what is odd but no reason to refuse
 */
record MonitorSettings(MonitorPlan plan, Optional<Severity> failOn, List<String> notes) {

    MonitorSettings {
        notes = List.copyOf(notes);
    }
}
