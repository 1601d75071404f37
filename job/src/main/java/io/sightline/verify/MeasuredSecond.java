package io.sightline.verify;

/**
 * What is checked of a row of measurements.
 *
 * @param secondAtMillis begin of the second, event time, epoch milliseconds
 */
public record MeasuredSecond(String streamId, String rendition, long secondAtMillis) {

    static MeasuredSecond of(Fields row) throws BadRowException {
        return new MeasuredSecond(
                row.text("stream_id"), row.text("rendition"), row.time("second_at"));
    }
}
