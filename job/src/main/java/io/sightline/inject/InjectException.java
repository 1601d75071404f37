package io.sightline.inject;

import java.util.List;

/** Defects cannot be planted as they were asked for. */
public final class InjectException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * @param problems one sentence each, everything that is wrong
     */
    public InjectException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
