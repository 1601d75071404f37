package io.sightline.yaml;

import io.sightline.media.PlainText;
import java.io.Serializable;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param line from 1; 0 when it is about the file as a whole
 * @param message what was found, what was expected and what to do
 */
public record ConfigProblem(String file, int line, String message) implements Serializable {

    public ConfigProblem {
        file = PlainText.of(file); // the key of a record may be part of it
        message = PlainText.of(message); // the file has a say in it
    }

    /** As editors understand it: {@code policy.yaml:12: …}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
