package io.sightline.cli;

import io.sightline.config.NotifyFile;
import io.sightline.job.ClusterJob;
import io.sightline.yaml.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks {@code monitor --notify FILE}. */
final class NotifyOption {

    private final List<String> problems;

    /**
     * @param problems takes what is wrong
     */
    NotifyOption(List<String> problems) {
        this.problems = problems;
    }

    Optional<NotifyFile.Notify> check(@Nullable Path file) {
        if (file == null) {
            return Optional.empty();
        }
        if (ClusterJob.isHere()) {
            problems.add(
                    "--notify: is of use only on one machine; on a cluster run 'sightline notify"
                            + " --config "
                            + file
                            + "' as a job of its own");
            return Optional.empty();
        }
        try {
            NotifyFile.Notify notify = NotifyFile.read(file);
            NotifyPaging.check(notify, "--notify: " + file, problems);
            return Optional.of(notify);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> problems.add("--notify: " + problem));
            return Optional.empty();
        }
    }
}
