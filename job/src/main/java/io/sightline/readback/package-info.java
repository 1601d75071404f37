/**
 * Reads a record back, from topics or from files, row by row, to have it checked. Reads only what
 * is committed, and changes nothing.
 */
package io.sightline.readback;
