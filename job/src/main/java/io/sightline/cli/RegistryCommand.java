package io.sightline.cli;

import io.sightline.config.PolicyFile;
import io.sightline.config.RegistryFile;
import io.sightline.detect.DetectorCatalog;
import io.sightline.model.ModelProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the commands of {@code sightline streams} have in common: a registry. */
abstract class RegistryCommand extends EditingCommand {

    @Mixin private RegistryOptions options;

    @Mixin private ModelFolders models = new ModelFolders();

    RegistryCommand(Terminal terminal) {
        super(terminal);
    }

    final RegistryOptions options() {
        return options;
    }

    /** How entries are to be read; without a policy file any template is taken. */
    final RegistryFile format(@Nullable Path policy) {
        Set<String> detectors =
                DetectorCatalog.find(
                                RegistryCommand.class.getClassLoader(),
                                models.settings(ModelProcessor.CPU))
                        .ids();
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
