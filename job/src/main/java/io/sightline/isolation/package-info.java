/**
 * What survives the death of the process: whom its threads were working for, and what became of
 * those who were at work too often when it died. Plain Java over small files.
 */
package io.sightline.isolation;
