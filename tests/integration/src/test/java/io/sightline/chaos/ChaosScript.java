package io.sightline.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Decides what happens to each stream and for how long, by a seed: the same seed, the same script.
 * Faults are dealt like cards, so that each comes as often as the others.
 */
final class ChaosScript {

    /** One thing that happens, for so long. */
    record Step(Fault fault, long millis) {}

    /** Recovery takes up to 11 s; what is left shows that the stream stays live. */
    private static final long HEALTHY_MILLIS = 18_000;

    private final Random random;
    private final Deck harmlessToHttp = new Deck(f -> f.isOfHttp() && f.isHarmless());
    private final Deck harmfulToHttp = new Deck(f -> f.isOfHttp() && !f.isHarmless());
    private final Deck harmlessToDatagrams = new Deck(f -> f.isOfDatagrams() && f.isHarmless());
    private final Deck harmfulToDatagrams = new Deck(f -> f.isOfDatagrams() && !f.isHarmless());

    ChaosScript(long seed) {
        this.random = new Random(seed);
    }

    /** Once something that does no harm, once something that does, then health. */
    List<Step> once(boolean isOfHttp) {
        return List.of(
                new Step(harmless(isOfHttp), 10_000),
                new Step(harmful(isOfHttp), 16_000),
                new Step(Fault.NONE, HEALTHY_MILLIS));
    }

    /** One thing after the other, and health in the end. */
    List<Step> lasting(boolean isOfHttp, long millis) {
        List<Step> steps = new ArrayList<>();
        long longestRound = 2 * 30_000 + 26_000;
        long left = millis - add(steps, Fault.NONE, 2_000, 20_000);
        while (left > longestRound + HEALTHY_MILLIS) {
            if (random.nextBoolean()) {
                left -= add(steps, harmless(isOfHttp), 20_000, 30_000);
            }
            left -= add(steps, harmful(isOfHttp), 22_000, 30_000);
            if (random.nextInt(4) > 0) {
                left -= add(steps, Fault.NONE, HEALTHY_MILLIS, 26_000);
            }
        }
        steps.add(new Step(harmful(isOfHttp), Math.min(30_000, left - HEALTHY_MILLIS)));
        left -= steps.get(steps.size() - 1).millis();
        steps.add(new Step(Fault.NONE, left));
        return steps;
    }

    private long add(List<Step> steps, Fault fault, long least, long most) {
        long millis = least + random.nextInt((int) (most - least));
        steps.add(new Step(fault, millis));
        return millis;
    }

    private Fault harmless(boolean isOfHttp) {
        return (isOfHttp ? harmlessToHttp : harmlessToDatagrams).next();
    }

    private Fault harmful(boolean isOfHttp) {
        return (isOfHttp ? harmfulToHttp : harmfulToDatagrams).next();
    }

    private final class Deck {
        private final List<Fault> all;
        private final Deque<Fault> left = new ArrayDeque<>();

        Deck(Predicate<Fault> which) {
            all = new ArrayList<>(Arrays.stream(Fault.values()).filter(which).toList());
        }

        Fault next() {
            if (left.isEmpty()) {
                Collections.shuffle(all, random);
                left.addAll(all);
            }
            return left.remove();
        }
    }
}
