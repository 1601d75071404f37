package io.sightline.yaml;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why a configuration file could not be read, and what to do. */
public final class UnreadableFile {

    private UnreadableFile() {}

    public static String describe(Path file, IOException cause, String expected) {
        if (cause instanceof NoSuchFileException) {
            return "does not exist; give the path of " + expected;
        }
        if (Files.isDirectory(file)) {
            return "is a directory; give the path of " + expected;
        }
        if (cause instanceof AccessDeniedException) {
            return "may not be read; check its permissions";
        }
        if (cause instanceof MalformedInputException) {
            return "is not text in UTF-8; give the path of " + expected;
        }
        return "cannot be read: " + cause.getMessage();
    }
}
