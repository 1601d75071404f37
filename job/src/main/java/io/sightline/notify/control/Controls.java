package io.sightline.notify.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that a file or topic of controls says, and what is wrong with the rest of it.
 *
 * @param all by id; withdrawn ones are not among them
 * @param problems why entries were skipped, with their places
 */
public record Controls(List<Control> all, List<String> problems) {

    public static final Controls NONE = new Controls(List.of(), List.of());

    /** Who silences what several would: the most particular, so that reasons are steady. */
    private static final Comparator<Control> PRECEDENCE =
            Comparator.comparing(Control::kind).thenComparing(Control::id);

    public Controls {
        List<Control> sorted = new ArrayList<>(all);
        sorted.removeIf(control -> control.kind() == Control.Kind.WITHDRAWN);
        sorted.sort(PRECEDENCE);
        all = List.copyOf(sorted);
        problems = List.copyOf(problems);
    }

    /** Those that hold now. */
    public InForce at(long nowMillis) {
        return new InForce(all.stream().filter(c -> c.isInForce(nowMillis)).toList());
    }
}
