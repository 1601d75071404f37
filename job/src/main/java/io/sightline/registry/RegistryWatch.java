package io.sightline.registry;

import io.sightline.config.LabelSelector;
import io.sightline.config.RegistryFile;
import io.sightline.source.enumerator.RegistryLoader;
import io.sightline.source.enumerator.StreamEntry;
import java.util.List;

/**
 * What a job watches: streams of a registry, behind those that the command line names.
 *
 * @param selector which streams of the registry
 * @param always those of the command line
 */
public record RegistryWatch(
        RegistryAddress address,
        RegistryFile format,
        LabelSelector selector,
        List<StreamEntry> always)
        implements RegistryLoader.Opener {

    private static final long serialVersionUID = 1L;

    public RegistryWatch {
        always = List.copyOf(always);
    }

    @Override
    public RegistryLoader open() {
        return new SelectedStreams(
                RegistrySource.open(address, format, RegistrySource.LOOK),
                address.toString(),
                selector,
                always);
    }
}
