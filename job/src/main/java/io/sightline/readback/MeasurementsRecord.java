package io.sightline.readback;

import java.util.List;

/** The table {@code measurements} of a record, in parts that can be read side by side. */
public interface MeasurementsRecord {

    /**
     * Splits what is there now so that all rows of a rendition are in one part.
     *
     * @param atMost as many parts are enough
     * @throws UnreadableRecordException when there is nothing, or not for this user
     */
    List<Part> parts(int atMost) throws UnreadableRecordException;

    /** Some renditions, whole. */
    interface Part {

        /**
         * Reads every row in order, and nothing else than what is asked for. Thread: the caller's.
         *
         * @param metrics by name, of columns or of {@code extra}
         * @param span of the seconds that are wanted
         * @throws UnreadableRecordException when it cannot be read to its end
         */
        void read(List<String> metrics, EventSpan span, SecondTaker taker)
                throws UnreadableRecordException;
    }
}
