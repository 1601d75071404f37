-- Views over control_log (what operators said about notifications), notifications (what became of each) and alerts.

-- What operators say now: the latest word under each id, unless it was withdrawn.
CREATE TEMPORARY VIEW controls AS
SELECT control_id, kind, incident_id, stream_pattern, labels, defect_pattern, from_at, until_at,
  weekly, time_zone, below,
  author, reason, created_at
FROM (
  SELECT *, ROW_NUMBER() OVER (
      PARTITION BY control_id
      ORDER BY created_at DESC, CASE kind WHEN 'withdrawn' THEN 1 ELSE 0 END DESC) AS newest
  FROM control_log)
WHERE newest = 1 AND kind <> 'withdrawn';

-- Who looks after an incident, and since when: by its own id, or by that of the group it was told with.
CREATE TEMPORARY VIEW acknowledgements AS
SELECT incident_id, acknowledged_at, acknowledged_by
FROM (
  SELECT incident_id, created_at AS acknowledged_at, author AS acknowledged_by,
    ROW_NUMBER() OVER (PARTITION BY incident_id ORDER BY created_at, author) AS first_one
  FROM (
    SELECT incident_id, created_at, author FROM controls WHERE kind = 'acknowledge'
    UNION ALL
    SELECT m.incident_id, c.created_at, c.author
    FROM controls AS c
    JOIN (SELECT DISTINCT incident_id, group_id FROM notifications WHERE incident_id <> group_id) AS m
      ON c.incident_id = m.group_id
    WHERE c.kind = 'acknowledge'))
WHERE first_one = 1;

-- The record, and what operators made of it. suppressed_by: the controls because of which somebody was not told.
CREATE TEMPORARY VIEW alerts_with_controls AS
SELECT a.*, k.acknowledged_at, k.acknowledged_by, s.suppressed_by
FROM alerts AS a
LEFT JOIN acknowledgements AS k ON a.incident_id = k.incident_id
LEFT JOIN (
  SELECT alert_id, LISTAGG(reason, ', ') AS suppressed_by
  FROM (
    SELECT DISTINCT alert_id, reason
    FROM notifications
    WHERE status = 'SUPPRESSED' AND reason NOT IN ('grouped', 'flapping'))
  GROUP BY alert_id) AS s ON a.alert_id = s.alert_id;

-- What came and went so often that it was told once, with how many incidents nobody was told of singly.
CREATE TEMPORARY VIEW flapping AS
SELECT target, stream_id, defect, COUNT(DISTINCT incident_id) AS silenced_incidents,
  MIN(decided_at) AS first_at, MAX(decided_at) AS last_at
FROM notifications
WHERE status = 'SUPPRESSED' AND reason = 'flapping'
GROUP BY target, stream_id, defect;
