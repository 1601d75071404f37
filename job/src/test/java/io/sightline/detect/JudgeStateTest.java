package io.sightline.detect;

import static io.sightline.detect.JudgedBlack.BLACK;
import static io.sightline.detect.JudgedBlack.FADED;
import static io.sightline.detect.JudgedBlack.LIGHT;
import static io.sightline.detect.JudgedBlack.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.flow.Verdict;
import io.sightline.policy.DefectRule;
import io.sightline.state.NewerStateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is saved goes on exactly where it was, and stays readable. */
final class JudgeStateTest {

    private static final String VERSION_1_PENDING =
            "01" // version
                    + "03" // known, bad
                    + "00060a24181e4000" // clock
                    + "fff9f5dbe7e1c000" // media offset
                    + "00060a24181e4000" // stretch
                    + "0000000000000000" // stretch on the media timeline
                    + "3ff0000000000000" // peak
                    + "00060a24181e3fff" // reported
                    + "0000000000000000" // incident
                    + "0000000000000000"; // shift

    private final JudgedBlack judge = new JudgedBlack(2_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void saysTheSameHoweverOftenTimeIsAdvancedAndWhereverItIsRestored(long seed) throws Exception {
        System.out.println("seed " + seed);
        for (int round = 0; round < 50; round++) {
            Random random = new Random(seed * 1_000 + round);
            DefectRule rule = JudgedBlack.rule(random.nextInt(4) * 700L);
            List<Step> steps = randomSteps(random);
            List<Verdict> plain = run(rule, steps, new Random(0), 0, 0);

            assertThat(run(rule, steps, random, 5, 0)).isEqualTo(plain);
            assertThat(run(rule, steps, random, 2, 4)).isEqualTo(plain);
        }
    }

    @Test
    void keepsTwoBytesWhileHealthy() throws IOException {
        judge.sample(0, LIGHT);

        assertThat(judge.saved()).containsExactly(1, 1);
    }

    @Test
    void readsTheStateThatVersion1Wrote() throws IOException {
        judge.sample(0, BLACK);
        byte[] written = judge.saved();
        assertThat(HexFormat.of().formatHex(written)).isEqualTo(VERSION_1_PENDING);

        JudgedBlack restored = new JudgedBlack(2_000);
        restored.restore(HexFormat.of().parseHex(VERSION_1_PENDING));
        restored.advance(2_000);

        assertThat(restored.said()).containsExactly("BAD 0-2000 peak 1.0");
    }

    @Test
    void refusesStateOfALaterVersion() {
        assertThatThrownBy(() -> judge.restore(new byte[] {9, 0}))
                .isInstanceOf(NewerStateException.class)
                .hasMessage(
                        "The state of detect (judge of video.black) was written by a newer release"
                                + " of Sightline: it has version 9, this release reads up to 2. Go"
                                + " on with the release that wrote it or a later one, or restore an"
                                + " older savepoint.");
    }

    /** A sample, or a restart of the timeline. */
    private record Step(long eventMicros, double value, boolean restart) {}

    private static List<Step> randomSteps(Random random) {
        List<Step> steps = new ArrayList<>();
        long time = START;
        double[] values = {BLACK, FADED, LIGHT, Double.NaN};
        for (int i = 0; i < 60; i++) {
            time += random.nextInt(12) == 0 ? random.nextInt(9_000_000) : random.nextInt(900_000);
            if (random.nextInt(10) == 0) {
                steps.add(new Step(time, 0, true));
            } else {
                steps.add(new Step(time, values[random.nextInt(values.length)], false));
            }
        }
        steps.add(new Step(time + 30_000_000, LIGHT, false));
        steps.add(new Step(time + 60_000_000, LIGHT, false));
        return steps;
    }

    private static List<Verdict> run(
            DefectRule rule, List<Step> steps, Random random, int advances, int restoreOneIn)
            throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        Judge current = new Judge(JudgedBlack.ORIGIN, rule, 1, verdicts::add);
        long time = START;
        for (Step step : steps) {
            for (int i = 0; i < advances; i++) {
                time += (long) ((step.eventMicros() - time) * random.nextDouble());
                current.advance(time);
            }
            time = step.eventMicros();
            if (restoreOneIn > 0 && random.nextInt(restoreOneIn) == 0) {
                byte[] state = JudgedBlack.saved(current);
                current = new Judge(JudgedBlack.ORIGIN, rule, 1, verdicts::add);
                JudgedBlack.restore(current, state);
            }
            if (step.restart()) {
                current.restart(time);
            } else {
                current.sample(step.value(), time, time - START);
            }
        }
        return verdicts;
    }
}
