SELECT a.labels['encoder'] AS encoder, a.defect, MIN(a.started_at) AS since,
  COUNT(DISTINCT a.stream_id) AS streams,
  union_of(collect_list(struct(a.started_at, a.ended_at))) AS lasted_ms
FROM incidents AS a
JOIN incidents AS b
  ON a.defect = b.defect AND a.labels['encoder'] = b.labels['encoder'] AND a.stream_id <> b.stream_id
    AND overlap_ms(a.started_at, a.ended_at, b.started_at, b.ended_at) > 0
GROUP BY a.labels['encoder'], a.defect, day_of(a.started_at, 'UTC')
ORDER BY streams DESC, since
