package io.sightline.cli;

/** What the process tells the shell. Documented in {@code docs/reference/cli.md}. */
final class ExitStatus {

    /** Everything was watched to its end, or until somebody stopped it. */
    static final int FINE = 0;

    /** An incident of the severity given with {@code --fail-on}, or worse, occurred. */
    static final int INCIDENT = 1;

    /** A record that was verified is not sound. */
    static final int UNSOUND = 1;

    /** The command line or a file it names is wrong; nothing was started. */
    static final int USAGE = 2;

    /** At least one input could never be watched. */
    static final int NEVER_WATCHED = 3;

    /** The run itself failed. */
    static final int FAILED = 4;

    private ExitStatus() {}
}
