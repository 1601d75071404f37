package io.sightline.table;

import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table of {@code R}: its definition for JSON, Parquet, SQL and the reference.
 *
 * @param name snake case, with the unit at its end where the type does not say it
 * @param meaning for the reference: what it says, when it is null
 * @param value takes the column's value out of a row; of the class that {@link ColumnType} names,
 *     or null
 */
public record Column<R>(String name, ColumnType type, String meaning, Value<R> value)
        implements Serializable {

    /** Takes one value out of a row. */
    @FunctionalInterface
    public interface Value<R> extends Function<R, @Nullable Object>, Serializable {}
}
