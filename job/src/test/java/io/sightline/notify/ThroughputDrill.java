package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the job watches a file that raises many alerts, alone and beside the job that tells
 * people, whose target answers, refuses connections, or takes them and never answers. They take
 * turns in one process. Not part of the normal run: {@code -Pnotify}.
 */
class ThroughputDrill {

    private static final int ROUNDS = Integer.getInteger("notify.rounds", 5);
    private static final int SECONDS = Integer.getInteger("notify.seconds", 6_000);
    private static final int ENCODED_SECONDS = 60;

    /**
     * Other work on the machine stretches the clock; a job that waits for a target is far below.
     */
    private static final double LEAST_SPEED = 0.7;

    private static final double MOST_CPU = 1.15;

    @TempDir Path folder;

    /** What becomes of alerts. */
    enum Target {
        NONE("no second job"),
        UP("answers"),
        REFUSING("refuses connections"),
        HANGING("never answers");

        private final String words;

        Target(String words) {
            this.words = words;
        }
    }

    @Test
    void isTheSameWhileTheTargetIsDown() throws Exception {
        Path clip = clip();
        Map<Target, WatchedRound[]> rounds = new EnumMap<>(Target.class);
        List<Target> targets = List.of(Target.values());
        targets.forEach(target -> rounds.put(target, new WatchedRound[ROUNDS]));
        WatchedRound.of(clip, Target.UP, folder.resolve("warm-up"));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < targets.size(); i++) {
                Target target = targets.get((round + i) % targets.size());
                WatchedRound watched =
                        WatchedRound.of(clip, target, folder.resolve(target + "-" + round));
                rounds.get(target)[round] = watched;
                System.out.println("round " + (round + 1) + ", " + target + ": " + watched);
            }
        }

        report(rounds);
        for (Target down : List.of(Target.REFUSING, Target.HANGING)) {
            for (Target other : List.of(Target.UP, Target.NONE)) {
                assertThat(ratio(rounds, down, other, WatchedRound::framesPerSecond))
                        .as("speed, %s to %s", down, other)
                        .isGreaterThan(LEAST_SPEED);
                assertThat(ratio(rounds, down, other, WatchedRound::microsPerFrame))
                        .as("CPU of the task, %s to %s", down, other)
                        .isLessThan(MOST_CPU);
            }
        }
    }

    /** Black for four tenths of each second. */
    private Path clip() throws IOException {
        Path encoded = folder.resolve("encoded.mp4");
        Path clip = folder.resolve("clip.mp4");
        run(
                ("-v error -f lavfi -i testsrc2=size=64x36:rate=25,format=yuv420p,"
                                + "drawbox=color=black:thickness=fill:enable='lt(mod(n,25),10)'"
                                + " -t %d -c:v libopenh264 -b:v 60k -g 25 %s")
                        .formatted(ENCODED_SECONDS, encoded));
        run(
                "-v error -stream_loop %d -i %s -c copy %s"
                        .formatted(SECONDS / ENCODED_SECONDS - 1, encoded, clip));
        Files.delete(encoded);
        return clip;
    }

    private static void run(String command) throws IOException {
        FfmpegProgram.ffmpeg().run(List.of(command.split(" ", -1)));
    }

    private static void report(Map<Target, WatchedRound[]> rounds) {
        StringBuilder table =
                new StringBuilder(
                        "| target | frames a second | CPU of the task for a frame | alerts a second |"
                                + " told | held |\n|---|---|---|---|---|---|\n");
        rounds.forEach(
                (target, all) ->
                        table.append(
                                String.format(
                                        Locale.ROOT,
                                        "| %s | %.0f | %.1f µs | %.0f | %.0f | %.0f |%n",
                                        target.words,
                                        median(all, WatchedRound::framesPerSecond),
                                        median(all, WatchedRound::microsPerFrame),
                                        median(all, WatchedRound::alertsPerSecond),
                                        median(all, WatchedRound::told),
                                        median(all, WatchedRound::pending))));
        for (Target down : List.of(Target.REFUSING, Target.HANGING)) {
            for (Target other : List.of(Target.UP, Target.NONE)) {
                table.append(
                        String.format(
                                Locale.ROOT,
                                "'%s' to '%s', median of %d rounds: speed %.3f, CPU %.3f%n",
                                down.words,
                                other.words,
                                ROUNDS,
                                ratio(rounds, down, other, WatchedRound::framesPerSecond),
                                ratio(rounds, down, other, WatchedRound::microsPerFrame)));
            }
        }
        System.out.println(table);
    }

    /** Each round against its neighbour: what else runs on the machine comes and goes. */
    private static double ratio(
            Map<Target, WatchedRound[]> rounds,
            Target one,
            Target other,
            ToDoubleFunction<WatchedRound> figure) {
        double[] ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            ratios[i] =
                    figure.applyAsDouble(rounds.get(one)[i])
                            / figure.applyAsDouble(rounds.get(other)[i]);
        }
        return median(ratios);
    }

    private static double median(WatchedRound[] rounds, ToDoubleFunction<WatchedRound> figure) {
        return median(Arrays.stream(rounds).mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
