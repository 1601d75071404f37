package io.sightline.cli;

import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.sink.RowListener;
import java.time.Duration;

/** The real job, behind the face that the command line needs. */
final class EmbeddedJob implements RunningJob {

    private final EmbeddedRun run; // owned, closed in close()

    private EmbeddedJob(EmbeddedRun run) {
        this.run = run;
    }

    static RunningJob start(MonitorPlan plan, RowListener listener) throws Exception {
        return new EmbeddedJob(EmbeddedRun.start(plan, listener));
    }

    @Override
    public boolean await(Duration limit) throws Exception {
        return run.await(limit);
    }

    @Override
    public String stop() throws Exception {
        return run.stop();
    }

    @Override
    public void close() throws Exception {
        run.close();
    }
}
