package io.sightline.scoreboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the models' page says to judge {@code block-map}: the policy that it shows. */
final class BlockMapRule {

    private static final String BEGIN = "```yaml\n";

    private BlockMapRule() {}

    static String ofThePage(Path root) throws IOException {
        String page = Files.readString(root.resolve("docs/reference/models/README.md"));
        int from = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(from, page.indexOf("```", from));
    }
}
