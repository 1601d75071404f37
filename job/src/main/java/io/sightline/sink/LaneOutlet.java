package io.sightline.sink;

import org.jspecify.annotations.Nullable;

/**
 * Where a lane ends: a topic, a file. Calls return at once.
 *
 * <p>Ownership: the opener closes it.
 */
interface LaneOutlet extends AutoCloseable {

    /** Hears once of each row, on any thread, also before {@link #write} has returned. */
    @FunctionalInterface
    interface Answer {
        /**
         * The row is written, or is not.
         *
         * @param failure why the row was not written; null when it was
         */
        void onWritten(@Nullable Exception failure);
    }

    void write(LaneRow row, Answer answer);

    @Override
    void close();
}
