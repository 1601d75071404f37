SELECT stream_id, since AS lost_at, next_state, outage_s
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY stream_id ORDER BY outage_s DESC) AS place
  FROM (
    SELECT stream_id, state, since,
      LEAD(state) OVER (PARTITION BY stream_id, rendition ORDER BY since) AS next_state,
      (LEAD(epoch_ms(since)) OVER (PARTITION BY stream_id, rendition ORDER BY since) - epoch_ms(since)) DIV 1000 AS outage_s
    FROM stream_states)
  WHERE state = 'NO_SIGNAL')
WHERE place = 1
ORDER BY outage_s DESC
