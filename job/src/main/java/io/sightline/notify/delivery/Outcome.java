package io.sightline.notify.delivery;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt. Answers of receivers are cut short and carry no secrets of ours. */
public sealed interface Outcome {

    /** The receiver has it. */
    record Delivered(String answer) implements Outcome {}

    /**
     * Not now: try again.
     *
     * @param after when the receiver asks for a pause
     */
    record Postponed(String reason, Optional<Duration> after) implements Outcome {
        public Postponed(String reason) {
            this(reason, Optional.empty());
        }
    }

    /** The receiver does not know us: try again with secrets that are looked up anew. */
    record Denied(String reason) implements Outcome {}

    /** Never: the same again would be refused again. */
    record Refused(String reason) implements Outcome {}
}
