package io.sightline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault once, in one job, beside streams to which nothing is done. */
class ChaosITCase {

    private static final long SEED = Long.getLong("chaos.seed", 20_260_301);
    private static final int HTTP = 22;
    private static final int DATAGRAMS = 4;

    @TempDir private Path folder;

    @Test
    void publishesOfEachStreamWhatWasDoneToIt() throws Exception {
        ChaosScript script = new ChaosScript(SEED);
        ChaosMedia media = ChaosMedia.make(folder, 240);
        ProcessUse before = ProcessUse.now();
        List<String> wrong;
        try (ChaosRun run = new ChaosRun(folder, media, SEED)) {
            run.http("control-http", List.of()).datagrams("control-udp", List.of());
            for (int i = 0; i < HTTP; i++) {
                run.http("http-" + i, script.once(/* isOfHttp= */ true));
            }
            for (int i = 0; i < DATAGRAMS; i++) {
                run.datagrams("udp-" + i, script.once(/* isOfHttp= */ false));
            }
            wrong = run.run();
            System.out.println(run.report());
        }
        ProcessUse after = ProcessUse.now();
        System.out.println(before + "\n" + after);
        wrong.forEach(System.out::println);
        assertThat(wrong).isEmpty();
    }
}
