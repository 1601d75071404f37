/** The lake: a second job that fills Apache Iceberg tables from the record's topics. */
package io.sightline.lake.iceberg;
