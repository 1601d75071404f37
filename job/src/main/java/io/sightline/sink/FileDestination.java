package io.sightline.sink;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.regex.Pattern;

/**
 * Files below one folder, a sub-folder for each table.
 *
 * @param folder a URI of a file system that Flink knows, such as {@code file:///var/out} or {@code
 *     s3://bucket/out}; a path without a scheme is a local one and is made absolute here
 */
public record FileDestination(String folder) implements Destination {

    private static final Pattern HAS_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    public FileDestination {
        try {
            folder =
                    HAS_SCHEME.matcher(folder).matches()
                            ? new URI(folder).toString()
                            : Paths.get(folder).toAbsolutePath().normalize().toUri().toString();
        } catch (URISyntaxException | InvalidPathException e) {
            throw new OutputException(
                    OutputException.Code.OUTPUT_NOT_WRITABLE,
                    "The output folder '"
                            + folder
                            + "' is neither a path nor a URI: "
                            + e.getMessage()
                            + ". Name a folder such as 'out' or 's3://bucket/out' (--output DIR).",
                    e);
        }
    }

    /** The folder of one table. */
    public URI folderOf(String table) {
        return URI.create(folder.endsWith("/") ? folder + table : folder + "/" + table);
    }

    @Override
    public String toString() {
        return "files below " + folder;
    }
}
