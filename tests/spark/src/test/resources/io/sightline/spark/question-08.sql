SELECT g.stream_id, g.missing_from_at, g.missing_to_at,
  (epoch_ms(g.missing_to_at) - epoch_ms(g.missing_from_at)) DIV 1000 AS missing_s
FROM (
  SELECT stream_id, second_at AS missing_to_at,
    timestamp_millis(1000 + LAG(epoch_ms(second_at)) OVER (PARTITION BY stream_id ORDER BY second_at)) AS missing_from_at
  FROM watched_seconds) AS g
LEFT JOIN incidents AS i
  ON i.stream_id = g.stream_id AND i.defect = 'stream.no_signal'
    AND overlap_ms(i.started_at, i.ended_at, g.missing_from_at, g.missing_to_at) > 0
WHERE i.incident_id IS NULL
  AND epoch_ms(g.missing_to_at) - epoch_ms(g.missing_from_at) > 5000
  AND epoch_ms(g.missing_to_at) - epoch_ms(g.missing_from_at) NOT BETWEEN 80000000 AND 90000000
ORDER BY g.stream_id, g.missing_from_at
