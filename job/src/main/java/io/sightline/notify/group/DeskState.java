package io.sightline.notify.group;

import java.util.List;
import java.util.Map;

/**
 * All that a desk keeps.
 *
 * @param cases open incidents in the order of their first alerts
 * @param groups with their open members
 * @param over wall time by id of what is over, oldest first
 */
record DeskState(
        List<Case> cases, List<Group> groups, List<Damper.Flap> flaps, Map<String, Long> over) {}
