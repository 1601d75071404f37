package io.sightline.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is reported together. */
public final class ConfigProblems {

    private final String file;
    private final List<ConfigProblem> problems = new ArrayList<>();

    /**
     * @param file how the file is called in messages
     */
    public ConfigProblems(String file) {
        this.file = file;
    }

    public void add(int line, String message) {
        problems.add(new ConfigProblem(file, line, message));
    }

    public int count() {
        return problems.size();
    }

    /** A copy, in the order of the lines. */
    public List<ConfigProblem> list() {
        List<ConfigProblem> sorted = new ArrayList<>(problems);
        sorted.sort((a, b) -> Integer.compare(a.line(), b.line()));
        return List.copyOf(sorted);
    }

    /** Throws everything that was collected, if anything was. */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigException(list());
        }
    }
}
