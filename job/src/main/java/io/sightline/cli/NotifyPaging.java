package io.sightline.cli;

import io.sightline.config.NotifyFile;
import io.sightline.control.ControlSource;
import io.sightline.control.ControlWatch;
import io.sightline.notify.Paging;
import io.sightline.notify.control.ControlFeed;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.Destination;
import io.sightline.sink.KafkaDestination;
import java.util.List;

/** How what {@code notify.yaml} says of controls and groups becomes part of a run. */
final class NotifyPaging {

    private NotifyPaging() {}

    /** Adds what is wrong with the place of the controls. */
    static void check(NotifyFile.Notify notify, String option, List<String> problems) {
        try {
            if (notify.controls() != null) {
                var unused = ControlSource.address(notify.controls());
            }
        } catch (IllegalArgumentException e) {
            problems.add(option + ": 'controls': " + e.getMessage());
        }
    }

    /** Of a run that writes there: controls in Kafka are read with the same client properties. */
    static Paging of(NotifyFile.Notify notify, Destination destination) {
        ControlFeed.Opener opener = ControlFeed.none();
        if (notify.controls() != null) {
            RegistryAddress address = ControlSource.address(notify.controls());
            if (address instanceof RegistryAddress.InTopic topic
                    && destination instanceof KafkaDestination kafka) {
                address = topic.withClientProperties(kafka.clientProperties());
            }
            opener = ControlWatch.of(address);
        }
        return new Paging(notify.desks(), opener);
    }
}
