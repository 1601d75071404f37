package io.sightline.e2e;

import java.time.Duration;

/**
 * One thing that happened on the day.
 *
 * @param expected what should be seen beside an undisturbed record
 * @param observed what was
 * @param took until the job was well again
 * @param quiet the longest time in which nothing was committed
 * @param rows of the record from its begin to the begin of the next, beside those of the
 *     undisturbed run
 */
record Drill(
        String name,
        String expected,
        String observed,
        Duration took,
        Duration quiet,
        Comparison rows) {}
