package io.sightline.job;

/** Where a task of a drill may break down. Those from {@link #WRITE} on are in a sink. */
enum FailurePoint {
    /** Between two packets of the input. */
    PACKET(150),
    /** Between two rows. */
    WRITE(40),
    /** Before the barrier, with rows still on their way to the broker. */
    BEFORE_FLUSH(8),
    /** Before the barrier, with all rows at the broker. */
    AFTER_FLUSH(8),
    /** The sink's transactions are ready to be committed and not yet part of a checkpoint. */
    AFTER_PREPARE(8),
    /** While the checkpoint takes the sink's state. */
    SNAPSHOT(8),
    /** The checkpoint is complete, its transactions are not committed. */
    BEFORE_COMMIT(8),
    /** One sink has committed, the next one has not, and no later checkpoint is complete. */
    AFTER_COMMIT(8),
    /** A sink opens, after a failure as a rule, and has not got its state back. */
    BEFORE_OPEN(3),
    /** A sink opens and has aborted what an earlier one left open. */
    AFTER_OPEN(3);

    private final int mostPasses;

    FailurePoint(int mostPasses) {
        this.mostPasses = mostPasses;
    }

    /** A task passes it so often at most before it breaks down; counted from the last failure. */
    int mostPasses() {
        return mostPasses;
    }
}
