package io.sightline.control;

import io.sightline.notify.control.ControlFeed;
import io.sightline.notify.control.Controls;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistrySource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at controls again and again on a thread of its own. When they cannot be read, those that
 * were known hold on; if none ever were, none hold: rather a page too many than one too few.
 *
 * <p>Thread: its own reads, any asks.
 */
public final class ControlWatch implements ControlFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ControlWatch.class);

    private final ControlSource source; // owned, closed in close()
    private final String name;
    private final ScheduledExecutorService looking; // owned, closed in close()
    private volatile Controls latest = Controls.NONE;
    private List<String> told = List.of(); // on the looking thread, after the first look

    private ControlWatch(ControlSource source, String name) {
        this.source = source;
        this.name = name;
        this.looking =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "controls of notifications");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Watches a file or topic, every second, wherever the job runs. */
    public static ControlFeed.Opener of(RegistryAddress address) {
        RegistryAddress place = address.absolute();
        return () ->
                start(
                        ControlSource.open(place, RegistrySource.LOOK),
                        place.toString(),
                        Duration.ofSeconds(1));
    }

    /** Takes {@code source}, looks once, and goes on looking. Blocks for one look. */
    static ControlWatch start(ControlSource source, String name, Duration interval) {
        ControlWatch watch = new ControlWatch(source, name);
        watch.look(); // before anything is notified
        var unused =
                watch.looking.scheduleWithFixedDelay(
                        watch::look,
                        interval.toMillis(),
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            Controls read = source.read();
            latest = read;
            tell(read.problems().stream().map(problem -> "skipped: " + problem).toList());
        } catch (IOException e) {
            tell(List.of(name + " cannot be read, former ones hold on: " + e.getMessage()));
        } catch (RuntimeException e) {
            // An executor forgets a task that throws: nobody would look again.
            LOG.error("Controls: {} cannot be read", name, e);
        }
    }

    /** What is wrong, once. */
    private void tell(List<String> problems) {
        if (!problems.equals(told)) {
            problems.forEach(problem -> LOG.warn("Controls: {}", problem));
            told = problems;
        }
    }

    @Override
    public Controls latest() {
        return latest;
    }

    @Override
    public void close() {
        looking.shutdownNow();
        source.close();
    }
}
