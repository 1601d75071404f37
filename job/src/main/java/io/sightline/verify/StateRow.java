package io.sightline.verify;

import io.sightline.flow.StreamState;

/**
 * What is checked of a change of state.
 *
 * @param sinceMillis wall time, epoch milliseconds
 */
record StateRow(
        String streamId, String rendition, StreamState state, String reason, long sinceMillis) {

    static StateRow of(Fields row) throws BadRowException {
        return new StateRow(
                row.text("stream_id"),
                row.text("rendition"),
                row.word("state", StreamState.values(), StreamState::name),
                row.anyText("reason"),
                row.time("since"));
    }
}
