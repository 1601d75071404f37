package io.sightline.sink;

import java.net.URI;
import java.nio.file.Paths;

/**
 * Files below one folder, a sub-folder for each table.
 *
 * @param folder a URI of a file system that Flink knows, such as {@code file:///var/out} or {@code
 *     s3://bucket/out}; a path without a scheme is a local one and is made absolute here
 */
public record FileDestination(String folder) implements Destination {

    public FileDestination {
        if (folder.isBlank()) {
            throw new IllegalArgumentException("An output folder must not be blank");
        }
        if (!folder.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            folder = Paths.get(folder).toAbsolutePath().normalize().toUri().toString();
        }
    }

    /** The folder of one table. */
    URI folderOf(String table) {
        return URI.create(folder.endsWith("/") ? folder + table : folder + "/" + table);
    }

    @Override
    public String toString() {
        return "files below " + folder;
    }
}
