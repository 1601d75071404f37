/**
 * Judges recorded measurements again: the same judge and the same debounce as in the job, with the
 * seconds of the table {@code measurements} in place of pictures and blocks of sound. What that can
 * and cannot say again: docs/explanation/rejudging.md.
 */
package io.sightline.rejudge;
