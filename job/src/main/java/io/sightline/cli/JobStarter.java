package io.sightline.cli;

import io.sightline.job.MonitorPlan;
import io.sightline.sink.RowListener;

/** Starts a job inside this process. */
@FunctionalInterface
interface JobStarter {

    /**
     * Ownership: the caller closes what it gets.
     *
     * @throws Exception when the plan cannot be carried out
     */
    RunningJob start(MonitorPlan plan, RowListener listener) throws Exception;
}
