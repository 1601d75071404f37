package io.sightline.source.reader;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The feeds that have something to emit, each once, in the order in which they came to have it: a
 * task with thousands of feeds looks at those alone. Any thread announces, the task's takes.
 */
final class Turns {

    private final Queue<RenditionFeed> due = new ConcurrentLinkedQueue<>();

    /** The feed has something to emit. */
    void announce(RenditionFeed feed) {
        if (feed.enlist()) {
            due.add(feed);
        }
    }

    /** The next feed, which is announced again if it has more than one event. */
    @Nullable RenditionFeed poll() {
        RenditionFeed feed = due.poll();
        if (feed != null) {
            feed.delist();
        }
        return feed;
    }

    boolean isEmpty() {
        return due.isEmpty();
    }
}
