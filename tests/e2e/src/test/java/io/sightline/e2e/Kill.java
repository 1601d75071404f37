package io.sightline.e2e;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One round of killing.
 *
 * @param victim what is killed
 * @param moment what the kill waits for
 * @param delayMillis after that moment
 * @param gapMillis between two kills: most of them hit a job that is about to recover
 * @param subtask whose TaskManager is killed
 */
record Kill(Victim victim, Moment moment, int delayMillis, int gapMillis, int subtask) {

    enum Victim {
        TASK_MANAGER,
        JOB_MANAGER,
        TASK_MANAGER_THEN_JOB_MANAGER,
        JOB_MANAGER_THEN_TASK_MANAGER
    }

    /** Relative to checkpoints, where exactly-once is made or lost. */
    enum Moment {
        /** Whatever is going on. */
        ANY,
        /** A checkpoint has just been triggered. */
        TRIGGERED,
        /** A checkpoint has just been written; its transactions are about to be committed. */
        WRITTEN
    }

    private static final int ANY_TIME_MILLIS = 3_000; // more than from one checkpoint to the next
    private static final int CLOSE_MILLIS = 60; // as long as a checkpoint or a commit
    private static final int GAP_MILLIS = 6_000; // about as long as a recovery

    static Kill draw(SplittableRandom random, int subtasks) {
        Victim victim = pick(Victim.values(), random);
        Moment moment = pick(Moment.values(), random);
        int within =
                switch (moment) {
                    case ANY -> ANY_TIME_MILLIS;
                    case TRIGGERED, WRITTEN -> CLOSE_MILLIS;
                };
        return new Kill(
                victim,
                moment,
                random.nextInt(within),
                random.nextInt(GAP_MILLIS),
                random.nextInt(subtasks));
    }

    private static <T> T pick(T[] from, SplittableRandom random) {
        return from[random.nextInt(from.length)];
    }

    boolean hitsTaskManager() {
        return victim != Victim.JOB_MANAGER;
    }

    /** For people. */
    String what() {
        return switch (victim) {
            case TASK_MANAGER -> "TaskManager";
            case JOB_MANAGER -> "JobManager";
            case TASK_MANAGER_THEN_JOB_MANAGER -> "TaskManager, JobManager" + gap();
            case JOB_MANAGER_THEN_TASK_MANAGER -> "JobManager, TaskManager" + gap();
        };
    }

    private String gap() {
        return String.format(Locale.ROOT, " %.1f s later", gapMillis / 1000.0);
    }

    /** For people. */
    String when() {
        return switch (moment) {
            case ANY -> "at any time";
            case TRIGGERED -> delayMillis + " ms into a checkpoint";
            case WRITTEN -> delayMillis + " ms after one was written";
        };
    }
}
