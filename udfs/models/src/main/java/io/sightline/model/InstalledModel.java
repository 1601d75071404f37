package io.sightline.model;

import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * A model as it was found on this machine.
 *
 * @param file the ONNX file
 * @param source the jar or folder it came with, for people; null if it is built in
 */
public record InstalledModel(ModelDescription description, URL file, @Nullable String source) {

    /** How to call it in messages. */
    public String name() {
        return "model '%s'%s".formatted(description.id(), source == null ? "" : " of " + source);
    }
}
