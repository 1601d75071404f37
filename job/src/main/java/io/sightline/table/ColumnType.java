package io.sightline.table;

/** What a column holds, in Java and in SQL. Null stands for "not there" in every type. */
public enum ColumnType {
    /** {@link String}. */
    TEXT("STRING"),
    /** {@link Integer}. */
    INT("INT"),
    /** {@link Long}. */
    BIGINT("BIGINT"),
    /** {@link Double}; a value that is not finite is written as null. */
    DOUBLE("DOUBLE"),
    /** {@link Long}, epoch milliseconds; in JSON as ISO-8601 in UTC with milliseconds. */
    TIME("TIMESTAMP_LTZ(3)"),
    /** {@code Map<String, String>}. */
    TEXT_MAP("MAP<STRING, STRING>"),
    /** {@code Map<String, Double>}. */
    DOUBLE_MAP("MAP<STRING, DOUBLE>"),
    /** {@code Map<String, Integer>}. */
    INT_MAP("MAP<STRING, INT>");

    private final String sql;

    ColumnType(String sql) {
        this.sql = sql;
    }

    /** The type in Flink SQL. */
    public String sql() {
        return sql;
    }
}
