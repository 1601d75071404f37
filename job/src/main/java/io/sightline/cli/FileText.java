package io.sightline.cli;

import io.sightline.sink.FileDestination;
import java.net.URI;
import java.nio.file.Path;

/** Output folders as people name them. */
final class FileText {

    private FileText() {}

    /** A local folder as a path, relative if it is below the working directory; else the URI. */
    static String of(FileDestination destination) {
        if (!destination.folder().startsWith("file:")) {
            return destination.folder();
        }
        Path folder = Path.of(URI.create(destination.folder()));
        Path here = Path.of("").toAbsolutePath();
        return (folder.startsWith(here) && !folder.equals(here) ? here.relativize(folder) : folder)
                .toString();
    }
}
