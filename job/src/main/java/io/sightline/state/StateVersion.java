package io.sightline.state;

import java.io.IOException;

/**
 * One number for everything that a savepoint holds, so that one of a newer release is refused
 * before anything starts. It is written with the state of the source, and rises whenever any format
 * does: that of the source, of an analysis, of an incident. States of detectors do not count; one
 * that cannot be read begins anew.
 *
 * <p>0 is what was written before the first release. Version 1 is the first that says its number.
 * How to change what is kept: docs/how-to/upgrade.md.
 */
public final class StateVersion {

    /** What this release writes. It reads this and all before. */
    public static final int CURRENT = 1;

    private StateVersion() {}

    /**
     * Refuses bytes that this release cannot know.
     *
     * @param what whose bytes they are, as in "the state of ..."
     * @param known the highest version that can be read; the lowest is 1
     * @throws NewerStateException when {@code found} is above it
     * @throws IOException when it never was a version
     */
    public static void requireKnown(String what, int found, int known) throws IOException {
        if (found > known) {
            throw new NewerStateException(what, found, known);
        }
        if (found < 1) {
            throw new IOException(
                    "The state of "
                            + what
                            + " is damaged: it says that its version is "
                            + found
                            + ". Restore another savepoint or checkpoint.");
        }
    }
}
