package io.sightline.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is reported together. */
final class ConfigProblems {

    private final String file;
    private final List<ConfigProblem> problems = new ArrayList<>();

    /**
     * @param file how the file is called in messages
     */
    ConfigProblems(String file) {
        this.file = file;
    }

    void add(int line, String message) {
        problems.add(new ConfigProblem(file, line, message));
    }

    int count() {
        return problems.size();
    }

    /** A copy, in the order of the lines. */
    List<ConfigProblem> list() {
        List<ConfigProblem> sorted = new ArrayList<>(problems);
        sorted.sort((a, b) -> Integer.compare(a.line(), b.line()));
        return List.copyOf(sorted);
    }

    /** Throws everything that was collected, if anything was. */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigException(list());
        }
    }
}
