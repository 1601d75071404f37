package io.sightline.notify;

import io.sightline.config.NotifyFile;
import io.sightline.notify.control.ControlFeed;
import io.sightline.sink.FileDestination;
import java.nio.file.Path;

/** Runs of the second job as the command starts them, over the files of one folder. */
final class NotifyRuns {

    private NotifyRuns() {}

    /**
     * Starts one; owned by the caller.
     *
     * @param output of the job that watches; the state goes below it
     * @param yaml what {@code notify.yaml} says
     */
    static NotifyRun start(Path output, String yaml) throws Exception {
        NotifyFile.Notify notify = NotifyFile.parse(output.resolve("notify.yaml"), yaml);
        return NotifyRun.start(
                new NotifyPlan(
                        notify.targets(),
                        notify.routes(),
                        new FileDestination(output.toString()),
                        /* startMillis= */ 0,
                        NotifyPlan.DEFAULT_INTERVAL,
                        new Paging(notify.desks(), ControlFeed.none())),
                output.resolve("notify-state"));
    }
}
