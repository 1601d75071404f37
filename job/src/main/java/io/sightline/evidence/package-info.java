/**
 * Pictures and a clip of each incident that opens: compressed packets are kept for a while in a
 * ring, and what an incident needs of them is written by a thread of its own.
 */
package io.sightline.evidence;
