package io.sightline.notify.control;

import java.io.Serializable;

/** Knows what operators say now. Asked from one thread; never blocks. */
public interface ControlFeed extends AutoCloseable {

    /** What was said when somebody last looked. */
    Controls latest();

    @Override
    void close();

    /** Opens one where the job runs; owned. */
    interface Opener extends Serializable {
        ControlFeed open();
    }

    /** Where nobody can say anything. */
    static Opener none() {
        return () -> fixed(Controls.NONE);
    }

    private static ControlFeed fixed(Controls controls) {
        return new ControlFeed() {
            @Override
            public Controls latest() {
                return controls;
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }
}
