package io.sightline.verify;

import java.util.List;

/**
 * One place where a rule does not hold.
 *
 * @param what one sentence that names the stream, the incident or the alert
 * @param rows where to look
 */
public record Violation(Rule rule, String what, List<RowPlace> rows) {

    public Violation {
        rows = List.copyOf(rows);
    }
}
