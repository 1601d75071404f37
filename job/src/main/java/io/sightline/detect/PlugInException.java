package io.sightline.detect;

import java.util.List;

/** Plug-in jars on the class path cannot be used as they are. */
public final class PlugInException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    PlugInException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, a sentence each. */
    public List<String> problems() {
        return problems;
    }
}
