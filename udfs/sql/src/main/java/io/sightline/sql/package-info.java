/**
 * SQL functions for analysts of the tables {@code alerts} and {@code measurements}. They depend on
 * nothing but Flink: put the jar beside any Flink SQL client or job.
 *
 * <pre>{@code
 * CREATE FUNCTION timecode AS 'io.sightline.sql.TimecodeFunction';
 * CREATE FUNCTION severity_rank AS 'io.sightline.sql.SeverityRankFunction';
 *
 * SELECT stream_id, defect, timecode(media_start_us, 25) AS starts_at
 * FROM alerts
 * WHERE event = 'OPENED' AND severity_rank(severity) >= severity_rank('major');
 * }</pre>
 *
 * <p>Every function is deterministic, and gives NULL where an argument is NULL or has no answer: a
 * query over months of rows does not fail for one of them.
 */
package io.sightline.sql;
