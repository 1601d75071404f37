-- Views over the tables alerts, measurements and stream_states. They are the same over files, over Kafka and over
-- the lake. Days are calendar days in UTC.

-- An incident as its last event tells it. ended_at is NULL while it is open.
CREATE TEMPORARY VIEW incidents AS
SELECT incident_id, stream_id, rendition, defect, severity, event <> 'CLEARED' AS is_open,
  started_at, ended_at, duration_ms, media_start_us, media_end_us, peak, level, unit, occurrences,
  evidence, message, detector_version, policy_version, model_sha256, job_version, labels,
  event_at AS last_event_at
FROM (
  SELECT *, ROW_NUMBER() OVER (
      PARTITION BY incident_id
      ORDER BY event_rank DESC, event_at DESC, severity_rank(severity) DESC) AS newest
  FROM (
    SELECT *, CASE event WHEN 'CLEARED' THEN 2 WHEN 'ESCALATED' THEN 1 ELSE 0 END AS event_rank
    FROM alerts))
WHERE newest = 1;

-- What is wrong now, the worst first if you add ORDER BY severity_rank(severity) DESC.
CREATE TEMPORARY VIEW open_incidents AS
SELECT * FROM incidents WHERE is_open;

-- One row for each rendition and minute in which something was measured.
CREATE TEMPORARY VIEW stream_minutes AS
SELECT stream_id, rendition, FLOOR(second_at TO MINUTE) AS minute_at,
  COUNT(*) AS seconds, AVG(coverage) AS coverage, SUM(frames) AS frames
FROM measurements
GROUP BY stream_id, rendition, FLOOR(second_at TO MINUTE);

-- One row for each second in which a stream was watched, however many renditions were measured in it.
CREATE TEMPORARY VIEW watched_seconds AS
SELECT stream_id, second_at, AVG(coverage) AS coverage, day_of(second_at, 'UTC') AS calendar_day
FROM measurements
GROUP BY stream_id, second_at;

-- How much of each day a stream was watched, and how much of that was examined picture by picture.
CREATE TEMPORARY VIEW coverage_daily AS
SELECT stream_id, calendar_day,
  COUNT(*) AS watched_s, COUNT(*) / CAST(86400 AS DOUBLE) AS watched_share, AVG(coverage) AS coverage
FROM watched_seconds
GROUP BY stream_id, calendar_day;

-- How long each day viewers of a stream were well off: the time with an incident of severity major or critical is lost,
-- counted once where incidents overlap. What was neither measured nor in trouble is nobody's knowledge and counts neither way.
-- An incident that is open lasts until the stream's last measured second. One that says that nothing arrives lasts as long as
-- anything at all was measured: no seconds of that stream can be expected.
CREATE TEMPORARY VIEW availability_daily AS
SELECT stream_id, calendar_day,
  union_ms(from_at, to_at) AS known_ms,
  COALESCE(union_ms(lost_from_at, lost_to_at), 0) AS lost_ms,
  1 - COALESCE(union_ms(lost_from_at, lost_to_at), 0) / CAST(union_ms(from_at, to_at) AS DOUBLE) AS availability
FROM (
  SELECT stream_id, calendar_day, second_at AS from_at,
    TIMESTAMPADD(SECOND, 1, second_at) AS to_at,
    CAST(NULL AS TIMESTAMP_LTZ(3)) AS lost_from_at, CAST(NULL AS TIMESTAMP_LTZ(3)) AS lost_to_at
  FROM watched_seconds
  UNION ALL
  SELECT stream_id, calendar_day, day_from_at, day_to_at, day_from_at, day_to_at
  FROM (
    SELECT i.stream_id, i.started_at,
      COALESCE(
        i.ended_at,
        TO_TIMESTAMP_LTZ(
          GREATEST(
            epoch_ms(i.started_at) + i.duration_ms,
            COALESCE(CASE WHEN i.defect IN ('stream.no_signal', 'stream.stall') THEN r.until_ms ELSE w.until_ms END, 0)),
          3)) AS lost_until_at
    FROM incidents AS i
    LEFT JOIN (SELECT stream_id, MAX(epoch_ms(second_at)) + 1000 AS until_ms FROM watched_seconds GROUP BY stream_id) AS w
      ON i.stream_id = w.stream_id
    LEFT JOIN (SELECT MAX(epoch_ms(second_at)) + 1000 AS until_ms FROM watched_seconds) AS r
      ON TRUE
    WHERE severity_rank(i.severity) >= severity_rank('major')) AS lost,
  LATERAL TABLE(by_day(lost.started_at, lost.lost_until_at, 'UTC')) AS d)
GROUP BY stream_id, calendar_day;

-- Incidents by what their streams are labelled with: encoder, CDN, region...
CREATE TEMPORARY VIEW defects_by_label AS
SELECT l.label, l.label_value, i.defect, COUNT(*) AS incidents, SUM(i.duration_ms) AS duration_ms,
  COUNT(DISTINCT i.stream_id) AS streams
FROM incidents AS i
CROSS JOIN UNNEST(i.labels) AS l (label, label_value)
GROUP BY l.label, l.label_value, i.defect;
