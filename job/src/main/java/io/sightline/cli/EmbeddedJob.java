package io.sightline.cli;

import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorListener;
import io.sightline.job.MonitorPlan;
import java.time.Duration;

/** The real job, behind the face that the command line needs. */
final class EmbeddedJob implements RunningJob {

    private final EmbeddedRun run; // owned, closed in close()

    private EmbeddedJob(EmbeddedRun run) {
        this.run = run;
    }

    static RunningJob start(MonitorPlan plan, MonitorListener listener) throws Exception {
        return new EmbeddedJob(EmbeddedRun.start(plan, listener));
    }

    @Override
    public boolean await(Duration limit) throws Exception {
        return run.await(limit);
    }

    @Override
    public void stop() throws Exception {
        run.stop();
    }

    @Override
    public void close() throws Exception {
        run.close();
    }
}
