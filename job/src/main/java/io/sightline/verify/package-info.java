/**
 * Checks a record against what is promised of it: {@link io.sightline.verify.RecordCheck} takes the
 * rows of the tables one by one, wherever they come from, and tells what does not fit. Plain Java:
 * it reads nothing by itself and knows no Kafka, no files and no command line.
 */
package io.sightline.verify;
