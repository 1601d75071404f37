package io.sightline.table;

import io.sightline.flow.StreamState;

/**
 * A change of a stream's state: a row of the table {@code stream_states}.
 *
 * @param reason one sentence for people; no secrets
 * @param sinceMillis wall time, epoch milliseconds
 * @param jobVersion of the release that saw it
 */
public record StreamStateRow(
        String streamId,
        String rendition,
        StreamState state,
        String reason,
        long sinceMillis,
        String jobVersion) {}
