package io.sightline.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which models a deployment has beside those on the class path, and what runs them.
 *
 * @param folders each a model, or a folder of such; the same on every machine
 */
public record ModelSettings(ArrayList<String> folders, ModelProcessor processor)
        implements Serializable {

    public static final ModelSettings DEFAULTS = of(List.of(), ModelProcessor.CPU);

    public ModelSettings {
        folders = new ArrayList<>(folders);
    }

    public static ModelSettings of(List<String> folders, ModelProcessor processor) {
        return new ModelSettings(new ArrayList<>(folders), processor);
    }
}
