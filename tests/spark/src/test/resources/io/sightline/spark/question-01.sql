-- A function written in SQL cannot be sorted by.
SELECT severity, stream_id, defect, started_at, cdn
FROM (
  SELECT severity, stream_id, defect, started_at, labels['cdn'] AS cdn, severity_rank(severity) AS rank
  FROM open_incidents)
ORDER BY rank DESC, started_at
