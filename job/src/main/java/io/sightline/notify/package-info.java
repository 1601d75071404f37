/**
 * A second job, which tells people: it reads the pager lane, and each target is a pipeline of its
 * own. Nothing in the job that watches streams depends on this package, so that no target can slow
 * it down.
 */
package io.sightline.notify;
