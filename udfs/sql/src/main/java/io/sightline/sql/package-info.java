/**
 * SQL functions for analysts of the tables {@code alerts} and {@code measurements}. They depend on
 * nothing but Flink: put the jar beside any Flink SQL client or job.
 *
 * <pre>{@code
 * CREATE FUNCTION timecode AS 'io.sightline.sql.TimecodeFunction';
 * CREATE FUNCTION severity_rank AS 'io.sightline.sql.SeverityRankFunction';
 * CREATE FUNCTION worst_severity AS 'io.sightline.sql.WorstSeverityFunction';
 * CREATE FUNCTION overlap_ms AS 'io.sightline.sql.OverlapMsFunction';
 * CREATE FUNCTION union_ms AS 'io.sightline.sql.UnionMsFunction';
 * CREATE FUNCTION availability AS 'io.sightline.sql.AvailabilityFunction';
 * CREATE FUNCTION by_day AS 'io.sightline.sql.ByDayFunction';
 * CREATE FUNCTION day_of AS 'io.sightline.sql.DayOfFunction';
 * CREATE FUNCTION epoch_ms AS 'io.sightline.sql.EpochMsFunction';
 *
 * SELECT stream_id, defect, timecode(media_start_us, 25) AS starts_at
 * FROM alerts
 * WHERE event = 'OPENED' AND severity_rank(severity) >= severity_rank('major');
 * }</pre>
 *
 * <p>Percentiles are Flink's own: {@code PERCENTILE(value, 0.95)}.
 *
 * <p>Every function is deterministic, and gives NULL where an argument is NULL or has no answer: a
 * query over months of rows does not fail for one of them.
 */
package io.sightline.sql;
