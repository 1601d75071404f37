-- Sightline's functions and views in Spark SQL, as far as the questions need them.

CREATE TEMPORARY FUNCTION severity_rank(severity STRING) RETURNS INT
RETURN CASE lower(severity) WHEN 'info' THEN 0 WHEN 'warning' THEN 1 WHEN 'major' THEN 2 WHEN 'critical' THEN 3 END;

CREATE TEMPORARY FUNCTION epoch_ms(t TIMESTAMP) RETURNS BIGINT RETURN unix_millis(t);

CREATE TEMPORARY FUNCTION day_of(t TIMESTAMP, zone STRING) RETURNS DATE RETURN CAST(convert_timezone(zone, CAST(t AS TIMESTAMP_NTZ)) AS DATE);

CREATE TEMPORARY FUNCTION overlap_ms(a_from TIMESTAMP, a_to TIMESTAMP, b_from TIMESTAMP, b_to TIMESTAMP) RETURNS BIGINT
RETURN CASE WHEN a_from IS NULL OR a_to IS NULL OR b_from IS NULL OR b_to IS NULL OR a_to < a_from OR b_to < b_from THEN NULL
  ELSE greatest(0, unix_millis(least(a_to, b_to)) - unix_millis(greatest(a_from, b_from))) END;

-- Only for rates that are whole numbers.
CREATE TEMPORARY FUNCTION timecode(us BIGINT, fps INT) RETURNS STRING
RETURN format_string('%02d:%02d:%02d:%02d',
  us DIV 3600000000 % 24, us DIV 60000000 % 60, us DIV 1000000 % 60, (us % 1000000) * fps DIV 1000000);

-- Spark has no aggregate functions in SQL: union_ms(from, to) is union_of(collect_list(struct(from, to))).
CREATE TEMPORARY FUNCTION union_of(spans ARRAY<STRUCT<f: TIMESTAMP, t: TIMESTAMP>>) RETURNS BIGINT
RETURN aggregate(
  array_sort(filter(spans, s -> s.f IS NOT NULL AND s.t > s.f)),
  named_struct('total', CAST(0 AS BIGINT), 'until', CAST(-9000000000000000 AS BIGINT)),
  (sum, s) -> named_struct(
    'total', sum.total + greatest(CAST(0 AS BIGINT), unix_millis(s.t) - greatest(sum.until, unix_millis(s.f))),
    'until', greatest(sum.until, unix_millis(s.t))),
  sum -> sum.total);

CREATE TEMPORARY VIEW alerts AS SELECT * FROM lake.sightline.alerts;
CREATE TEMPORARY VIEW measurements AS SELECT * FROM lake.sightline.measurements;
CREATE TEMPORARY VIEW stream_states AS SELECT * FROM lake.sightline.stream_states;

CREATE TEMPORARY VIEW incidents AS
SELECT *, event <> 'CLEARED' AS is_open
FROM (
  SELECT *, ROW_NUMBER() OVER (
      PARTITION BY incident_id
      ORDER BY CASE event WHEN 'CLEARED' THEN 2 WHEN 'ESCALATED' THEN 1 ELSE 0 END DESC,
        event_at DESC, severity_rank(severity) DESC) AS newest
  FROM alerts)
WHERE newest = 1;

CREATE TEMPORARY VIEW open_incidents AS SELECT * FROM incidents WHERE is_open;

CREATE TEMPORARY VIEW watched_seconds AS
SELECT stream_id, second_at, AVG(coverage) AS coverage, day_of(second_at, 'UTC') AS calendar_day
FROM measurements
GROUP BY stream_id, second_at;

CREATE TEMPORARY VIEW lost_days AS
SELECT stream_id, day AS calendar_day,
  greatest(started_at, CAST(day AS TIMESTAMP)) AS from_at, least(lost_until_at, CAST(day + 1 AS TIMESTAMP)) AS to_at
FROM (
  SELECT i.stream_id, i.started_at,
    COALESCE(i.ended_at, timestamp_millis(greatest(
      epoch_ms(i.started_at) + i.duration_ms,
      COALESCE(CASE WHEN i.defect IN ('stream.no_signal', 'stream.stall') THEN r.until_ms ELSE w.until_ms END, 0)))) AS lost_until_at
  FROM incidents AS i
  LEFT JOIN (SELECT stream_id, MAX(epoch_ms(second_at)) + 1000 AS until_ms FROM watched_seconds GROUP BY stream_id) AS w
    ON i.stream_id = w.stream_id
  CROSS JOIN (SELECT MAX(epoch_ms(second_at)) + 1000 AS until_ms FROM watched_seconds) AS r
  WHERE severity_rank(i.severity) >= severity_rank('major'))
LATERAL VIEW explode(sequence(CAST(started_at AS DATE), CAST(lost_until_at AS DATE))) AS day;

CREATE TEMPORARY VIEW availability_daily AS
SELECT stream_id, calendar_day,
  union_of(collect_list(struct(from_at, to_at))) AS known_ms,
  union_of(collect_list(struct(lost_from_at, lost_to_at))) AS lost_ms
FROM (
  SELECT stream_id, calendar_day, second_at AS from_at, second_at + INTERVAL 1 SECOND AS to_at,
    CAST(NULL AS TIMESTAMP) AS lost_from_at, CAST(NULL AS TIMESTAMP) AS lost_to_at
  FROM watched_seconds
  UNION ALL
  SELECT stream_id, calendar_day, from_at, to_at, from_at, to_at FROM lost_days)
GROUP BY stream_id, calendar_day;

CREATE TEMPORARY VIEW defects_by_label AS
SELECT label, label_value, defect, COUNT(*) AS incidents, SUM(duration_ms) AS duration_ms,
  COUNT(DISTINCT stream_id) AS streams
FROM incidents
LATERAL VIEW explode(labels) AS label, label_value
GROUP BY label, label_value, defect;
