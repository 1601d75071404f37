package io.sightline.cli;

/** How {@code sightline sql} shows the rows of a query. */
enum SqlFormat {
    TABLE,
    CSV,
    JSON
}
