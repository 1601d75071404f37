package io.sightline.notify;

import io.sightline.notify.delivery.TargetSettings;
import io.sightline.notify.route.Routes;
import io.sightline.sink.Destination;
import io.sightline.sink.KafkaDestination;
import java.time.Duration;
import java.util.List;

/**
 * Whom one run of the second job tells, and where it reads; checked, complete, immutable.
 *
 * @param destination of the job that watches; rows of {@code notifications} go there as well
 * @param startMillis where a target begins that has never been told anything, wall time
 * @param checkpointInterval how often positions are saved; what was told since may be told again
 * @param paging what is held back, and what is told as one
 */
public record NotifyPlan(
        List<TargetSettings> targets,
        Routes routes,
        Destination destination,
        long startMillis,
        Duration checkpointInterval,
        Paging paging) {

    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);

    public NotifyPlan {
        targets = List.copyOf(targets);
    }

    /** Where everything is told, singly. */
    public NotifyPlan(
            List<TargetSettings> targets,
            Routes routes,
            Destination destination,
            long startMillis,
            Duration checkpointInterval) {
        this(targets, routes, destination, startMillis, checkpointInterval, Paging.PLAIN);
    }

    /** Of the consumers that read for a target: {@code PREFIX-notify-TARGET}. */
    static String group(KafkaDestination kafka, String target) {
        return kafka.topics().pager().replaceFirst("\\.pager$", "") + "-notify-" + target;
    }
}
