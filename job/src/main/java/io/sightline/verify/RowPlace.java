package io.sightline.verify;

/**
 * Where a row is.
 *
 * @param part topic and partition, or file
 * @param position offset in the partition, or line or row of the file from 1
 */
public record RowPlace(String part, long position) {

    /** {@code sightline.alerts-2@1041}. */
    @Override
    public String toString() {
        return part + "@" + position;
    }
}
