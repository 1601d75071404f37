-- Sightline's functions for analysts; docs/reference/sql-functions.md explains each. The jar is udfs/sql: on a cluster
-- begin with ADD JAR '/path/to/sightline-sql-VERSION-cluster.jar';

CREATE TEMPORARY FUNCTION IF NOT EXISTS timecode AS 'io.sightline.sql.TimecodeFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS severity_rank AS 'io.sightline.sql.SeverityRankFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS worst_severity AS 'io.sightline.sql.WorstSeverityFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS overlap_ms AS 'io.sightline.sql.OverlapMsFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS union_ms AS 'io.sightline.sql.UnionMsFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS availability AS 'io.sightline.sql.AvailabilityFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS by_day AS 'io.sightline.sql.ByDayFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS day_of AS 'io.sightline.sql.DayOfFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS epoch_ms AS 'io.sightline.sql.EpochMsFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS rejudge AS 'io.sightline.sql.RejudgeFunction';
CREATE TEMPORARY FUNCTION IF NOT EXISTS debounce AS 'io.sightline.sql.DebounceFunction';
