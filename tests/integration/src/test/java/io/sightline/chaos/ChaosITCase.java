package io.sightline.chaos;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault once, in one job, beside streams to which nothing is done. */
class ChaosITCase {

    private static final long SEED = Long.getLong("chaos.seed", 20_260_301);
    private static final int HTTP = 22;
    private static final int DATAGRAMS = 4;

    /** Start, the longest script, and what a slow start takes more. */
    private static final int SECONDS = 240;

    @TempDir private Path folder;

    @Test
    void publishesOfEachStreamWhatWasDoneToIt() throws Exception {
        ChaosMedia media = ChaosMedia.make(folder, SECONDS);
        ChaosRun.require(
                folder,
                media,
                SEED,
                (run, script) -> {
                    run.http("control-http", script.nothing());
                    run.datagrams("control-udp", script.nothing());
                    for (int i = 0; i < HTTP; i++) {
                        run.http("http-" + i, script.once(Fault::isOfHttp));
                    }
                    for (int i = 0; i < DATAGRAMS; i++) {
                        run.datagrams("udp-" + i, script.once(Fault::isOfDatagrams));
                    }
                });
    }
}
