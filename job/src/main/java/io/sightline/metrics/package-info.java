/** How the job's metrics are registered with Flink: names, groups and what is counted over time. */
package io.sightline.metrics;
