package io.sightline.cli;

import io.sightline.config.ConfigException;
import io.sightline.config.ConfigProblem;
import io.sightline.config.EditRefused;
import io.sightline.config.PolicyFile;
import io.sightline.config.RegistryFile;
import io.sightline.detect.DetectorCatalog;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the commands of {@code sightline streams} have in common: a registry, and how they fail. */
abstract class RegistryCommand implements Callable<Integer> {

    @Mixin private RegistryOptions options;

    private final Terminal terminal;

    RegistryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Does it.
     *
     * @return the exit status
     * @throws IOException when the registry cannot be read or written, with a message for people
     */
    abstract int run() throws IOException;

    @Override
    public final Integer call() {
        try {
            return run();
        } catch (UsageException e) {
            return refuse(List.of(e.getMessage()));
        } catch (ConfigException e) {
            return refuse(e.problems().stream().map(ConfigProblem::toString).toList());
        } catch (EditRefused e) {
            return refuse(e.reasons());
        } catch (IOException e) {
            return refuse(reasons(e));
        }
    }

    private static List<String> reasons(IOException failure) {
        if (failure.getCause() instanceof ConfigException config) {
            return config.problems().stream().map(ConfigProblem::toString).toList();
        }
        if (failure instanceof FileSystemException file) {
            String reason =
                    file instanceof AccessDeniedException ? "permission denied" : file.getReason();
            return List.of("cannot write " + file.getFile() + ": " + reason);
        }
        return List.of(String.valueOf(failure.getMessage()));
    }

    private int refuse(List<String> reasons) {
        reasons.forEach(reason -> terminal.err().println("sightline: " + reason));
        return ExitStatus.USAGE;
    }

    final RegistryOptions options() {
        return options;
    }

    final Terminal terminal() {
        return terminal;
    }

    /** How entries are to be read; without a policy file any template is taken. */
    static RegistryFile format(@Nullable Path policy) {
        Set<String> detectors = DetectorCatalog.find(RegistryCommand.class.getClassLoader()).ids();
        return policy == null
                ? RegistryFile.withAnyTemplate(detectors)
                : new RegistryFile(PolicyFile.read(policy).templates(), detectors);
    }

    /** {@code stream 'a'}, or {@code streams 'a', 'b'}. */
    static String named(List<String> ids) {
        return (ids.size() == 1 ? "stream " : "streams ")
                + ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
    }
}
