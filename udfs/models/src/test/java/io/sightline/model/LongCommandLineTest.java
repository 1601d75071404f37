package io.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.model.onnx.OnnxSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * ONNX Runtime 1.29.0 kills a process whose command line is longer than about 4,000 characters, as
 * those of TaskManagers are: its telemetry, which 1.28 has not, matches it with regular expressions
 * that recurse until the stack ends.
 */
class LongCommandLineTest {

    @Test
    void aModelIsLoadedInAProcessOfALongCommandLine() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dlong=" + "x".repeat(20_000),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LongCommandLineTest.class.getName())
                        .redirectErrorStream(true)
                        .start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("gives [0.5]");
    }

    public static void main(String[] arguments) throws Exception {
        float[] grey = new float[Models.SIDE * Models.SIDE];
        Arrays.fill(grey, 0.5f);
        ModelSession session =
                OnnxSession.open(Models.description(), Models.mean(), ModelProcessor.CPU);
        System.out.println("gives " + List.of(session.run(grey)[0]));
        System.exit(0);
    }
}
