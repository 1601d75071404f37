package io.sightline.notify.delivery;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with references to secrets, {@code ${env:NAME}} and {@code ${file:/path}}, which are
 * looked up where and when it is used: what travels and is printed is the reference.
 *
 * @param text as written
 */
public record Secret(String text) implements Serializable {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)\\}");

    /** Whether it is one reference and nothing else. */
    public boolean isReference() {
        return REFERENCE.matcher(text).matches();
    }

    public boolean hasReference() {
        return REFERENCE.matcher(text).find();
    }

    /**
     * The text with every reference looked up; the end of line that editors leave in files is cut.
     *
     * @throws IOException naming the reference that leads nowhere, never what is behind another
     */
    public String reveal() throws IOException {
        return reveal(System::getenv);
    }

    String reveal(Function<String, @Nullable String> environment) throws IOException {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder revealed = new StringBuilder();
        while (matcher.find()) {
            String value =
                    matcher.group(1).equals("env")
                            ? ofEnvironment(matcher.group(2), environment)
                            : ofFile(matcher.group(2));
            matcher.appendReplacement(revealed, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(revealed).toString();
    }

    /** What is wrong with its references; empty when all can be looked up here. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            try {
                var unused = new Secret(matcher.group()).reveal();
            } catch (IOException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }

    private static String ofEnvironment(String name, Function<String, @Nullable String> environment)
            throws IOException {
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new IOException("the environment variable '" + name + "' is not set");
        }
        return value;
    }

    private static String ofFile(String path) throws IOException {
        try {
            String value = Files.readString(Path.of(path)).stripTrailing();
            if (value.isEmpty()) {
                throw new IOException("the file '" + path + "' is empty");
            }
            return value;
        } catch (InvalidPathException | IOException e) {
            throw new IOException(
                    "the file '" + path + "' cannot be read (" + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    /** The reference, never what is behind it; a text without any may be a secret itself. */
    @Override
    public String toString() {
        return hasReference() ? REFERENCE.matcher(text).replaceAll("\\${$1:$2}") : "******";
    }
}
