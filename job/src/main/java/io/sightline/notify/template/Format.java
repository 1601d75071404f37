package io.sightline.notify.template;

import io.sightline.notify.delivery.Letter;

/** Writes letters as one kind of receiver reads them. Used by one thread. */
@FunctionalInterface
public interface Format {

    /**
     * Writes one letter.
     *
     * @param nowMillis wall time
     */
    Message render(Letter letter, long nowMillis);
}
