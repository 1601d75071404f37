package io.sightline.accuracy;

import io.sightline.backtest.Backtest;
import io.sightline.backtest.Outcome;
import io.sightline.backtest.Trial;
import io.sightline.config.PolicyFile;
import io.sightline.readback.EventSpan;
import io.sightline.readback.MeasurementFiles;
import io.sightline.readback.RecordedAlerts;
import java.nio.file.Path;
import java.util.Map;

/** The measurements of a run, judged again by the policy that judged them. */
final class JudgedAgain {

    private JudgedAgain() {}

    /**
     * @param folder that {@link MonitoredRun#over} was given
     */
    static Outcome of(Path folder) throws Exception {
        Path record = folder.resolve("output");
        Trial builtIn = new Trial("built in", PolicyFile.builtIn(), Map.of());
        return new Backtest(builtIn, null, EventSpan.ALL, 2)
                .run(new MeasurementFiles(record), RecordedAlerts.ofFiles(record));
    }
}
