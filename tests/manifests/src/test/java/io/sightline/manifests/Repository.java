package io.sightline.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files of this repository. */
final class Repository {

    static final Path ROOT = Path.of(System.getProperty("sightline.root", "../.."));
    static final Path KUBERNETES = ROOT.resolve("k8s-operator");

    private Repository() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the folders below {@code overlays/}. */
    static List<String> overlays() {
        return names(KUBERNETES.resolve("overlays"));
    }

    /** Names of what is in a folder, sorted; empty when there is no such folder. */
    static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of every match in a file. */
    static List<String> matches(Path file, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text(file))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    /** The first group of the only match in a file. */
    static String match(Path file, String pattern) {
        List<String> found = matches(file, pattern);
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "expected '" + pattern + "' once in " + file + ", found it " + found.size());
        }
        return found.get(0);
    }
}
