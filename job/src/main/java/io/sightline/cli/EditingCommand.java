package io.sightline.cli;

import io.sightline.config.EditRefused;
import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.Callable;

/** How commands fail that show and edit what a running job watches. */
abstract class EditingCommand implements Callable<Integer> {

    private final Terminal terminal;

    EditingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Does it.
     *
     * @return the exit status
     * @throws IOException when what is watched cannot be read or written, with a message for people
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

    final Terminal terminal() {
        return terminal;
    }
}
