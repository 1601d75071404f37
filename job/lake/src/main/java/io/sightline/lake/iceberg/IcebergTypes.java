package io.sightline.lake.iceberg;

import io.sightline.table.ColumnType;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The types of columns, in Iceberg. */
final class IcebergTypes {

    private IcebergTypes() {}

    /**
     * @param ids of what is within the type
     */
    static Type of(ColumnType type, IntSupplier ids) {
        return switch (type) {
            case TEXT -> Types.StringType.get();
            case INT -> Types.IntegerType.get();
            case BIGINT -> Types.LongType.get();
            case DOUBLE -> Types.DoubleType.get();
            case TIME ->
                    Types.TimestampType.withZone(); // to the microsecond: it has no coarser one
            case TEXT_MAP -> map(Types.StringType.get(), ids);
            case DOUBLE_MAP -> map(Types.DoubleType.get(), ids);
            case INT_MAP -> map(Types.IntegerType.get(), ids);
        };
    }

    private static Type map(Type value, IntSupplier ids) {
        return Types.MapType.ofOptional(
                ids.getAsInt(), ids.getAsInt(), Types.StringType.get(), value);
    }

    /** The other way round; nothing for what no release of Sightline has written. */
    static Optional<ColumnType> columnType(Type type) {
        for (ColumnType candidate : ColumnType.values()) {
            if (isSame(of(candidate, () -> 0), type)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(Type ours, Type theirs) {
        if (ours.isMapType() && theirs.isMapType()) {
            return ours.asMapType().keyType().equals(theirs.asMapType().keyType())
                    && ours.asMapType().valueType().equals(theirs.asMapType().valueType());
        }
        return ours.equals(theirs);
    }
}
