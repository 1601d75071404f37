package io.sightline.cli;

import java.util.List;

/** What was asked for cannot be done; the message lists everything that is wrong. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param problems one sentence each, beginning with the option or the file it is about
     */
    UsageException(List<String> problems) {
        super(describe(problems));
    }

    private static String describe(List<String> problems) {
        if (problems.size() == 1) {
            return problems.get(0);
        }
        return problems.size()
                + " problems, nothing was started:\n  "
                + String.join("\n  ", problems);
    }
}
