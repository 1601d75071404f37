SELECT stream_id, incidents, ROUND(lost_ms / 1000.0, 1) AS lost_s, ROUND(sum_ms / 1000.0, 1) AS sum_s, worst
FROM (
  SELECT stream_id,
    COUNT(*) AS incidents,
    union_of(collect_list(struct(started_at, COALESCE(ended_at, TIMESTAMP '2026-11-15 20:17:00')))) AS lost_ms,
    SUM(duration_ms) AS sum_ms,
    max_by(severity, severity_rank(severity)) AS worst
  FROM incidents
  WHERE severity_rank(severity) >= severity_rank('major')
    AND started_at >= TIMESTAMP '2026-11-09 00:00:00'
    AND started_at < TIMESTAMP '2026-11-16 00:00:00'
  GROUP BY stream_id)
ORDER BY lost_s DESC, stream_id
