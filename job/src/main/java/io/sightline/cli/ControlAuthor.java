package io.sightline.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who says something about notifications, and why. */
final class ControlAuthor {

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who says so. Default: the user of this machine.")
    private @Nullable String author;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people.")
    private String reason = "";

    String name() {
        return author == null ? System.getProperty("user.name", "unknown") : author.strip();
    }

    String reason() {
        return reason.strip();
    }
}
