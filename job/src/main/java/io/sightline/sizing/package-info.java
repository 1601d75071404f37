/**
 * What a deployment needs for a number of streams: plain arithmetic over what the benchmarks
 * measured, no Flink.
 */
package io.sightline.sizing;
