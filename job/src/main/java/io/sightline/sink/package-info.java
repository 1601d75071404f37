/**
 * Where rows go: Kafka topics, files, and listeners in the same process. {@link
 * io.sightline.sink.OutputCheck} makes a destination ready before the job starts, {@link
 * io.sightline.sink.TableSinks} gives its sinks. Every sink chains behind the operator before it:
 * none adds a shuffle, a global committer or a compaction.
 */
package io.sightline.sink;
