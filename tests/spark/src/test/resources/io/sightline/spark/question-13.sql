SELECT i.policy_version, i.incidents, i.majors, w.watched_min,
  ROUND(60.0 * i.majors / w.watched_min, 1) AS majors_per_hour, i.short_majors
FROM (
  SELECT policy_version, COUNT(*) AS incidents,
    COUNT(*) FILTER (WHERE severity_rank(severity) >= 2) AS majors,
    COUNT(*) FILTER (WHERE severity_rank(severity) >= 2 AND NOT is_open AND duration_ms < 5000) AS short_majors
  FROM incidents
  GROUP BY policy_version) AS i
JOIN (
  SELECT CASE WHEN second_at < TIMESTAMP '2026-11-12 00:00:00' THEN '2026-41' ELSE '2026-42' END AS policy_version,
    COUNT(*) DIV 60 AS watched_min
  FROM watched_seconds
  GROUP BY CASE WHEN second_at < TIMESTAMP '2026-11-12 00:00:00' THEN '2026-41' ELSE '2026-42' END) AS w
  ON w.policy_version = i.policy_version
ORDER BY i.policy_version
