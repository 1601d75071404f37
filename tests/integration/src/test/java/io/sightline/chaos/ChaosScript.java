package io.sightline.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides what happens to each stream and for how long, by a seed: the same seed, the same script.
 * Faults are dealt like cards, so that each comes as often as the others.
 */
final class ChaosScript {

    /** One thing that happens, for so long. */
    record Step(Fault fault, long millis) {}

    /** Beyond what recovery may take: shows that the stream stays live. */
    private static final long STEADY_MILLIS = 7_000;

    private static final long LONGEST_HEALTH_MILLIS = 21_000 + STEADY_MILLIS + 6_000;
    private static final long LONGEST_ROUND_MILLIS = 2 * 30_000 + LONGEST_HEALTH_MILLIS;

    private final Random random;
    private final List<Deck> decks = new ArrayList<>();

    ChaosScript(long seed) {
        this.random = new Random(seed);
    }

    /** Nothing happens. */
    List<Step> nothing() {
        return List.of();
    }

    /** Once something that does no harm, once something that does, then health. */
    List<Step> once(Predicate<Fault> which) {
        Hands hands = hands(which);
        Fault harm = hands.harmful().next();
        return List.of(
                new Step(hands.harmless().next(), 10_000),
                new Step(harm, 16_000),
                new Step(Fault.NONE, healthyMillis(harm)));
    }

    /** One thing after the other, and health in the end. */
    List<Step> lasting(Predicate<Fault> which, Duration length) {
        Hands hands = hands(which);
        List<Step> steps = new ArrayList<>();
        long left = length.toMillis() - add(steps, Fault.NONE, 2_000, 20_000);
        while (left > LONGEST_ROUND_MILLIS + LONGEST_HEALTH_MILLIS) {
            if (random.nextBoolean()) {
                left -= add(steps, hands.harmless().next(), 25_000, 30_000);
            }
            Fault harm = hands.harmful().next();
            left -= add(steps, harm, 22_000, 30_000);
            if (random.nextInt(4) > 0) {
                long healthy = healthyMillis(harm);
                left -= add(steps, Fault.NONE, healthy, healthy + 6_000);
            }
        }
        steps.add(new Step(Fault.NONE, left));
        return steps;
    }

    private static long healthyMillis(Fault after) {
        return after.recoveryMillis() + STEADY_MILLIS;
    }

    private long add(List<Step> steps, Fault fault, long least, long most) {
        long millis = least + random.nextInt((int) (most - least));
        steps.add(new Step(fault, millis));
        return millis;
    }

    /** What is dealt from, to one kind of stream. */
    private record Hands(Deck harmless, Deck harmful) {}

    private Hands hands(Predicate<Fault> which) {
        return new Hands(
                deck(which.and(Fault::isHarmless)), deck(which.and(fault -> !fault.isHarmless())));
    }

    /** All streams of a kind are dealt from the same one. */
    private Deck deck(Predicate<Fault> which) {
        List<Fault> faults = Arrays.stream(Fault.values()).filter(which).toList();
        Deck known =
                decks.stream()
                        .filter(deck -> Set.copyOf(deck.all).equals(Set.copyOf(faults)))
                        .findFirst()
                        .orElseGet(() -> new Deck(faults));
        if (!decks.contains(known)) {
            decks.add(known);
        }
        return known;
    }

    private final class Deck {
        private final List<Fault> all;
        private final Deque<Fault> left = new ArrayDeque<>();

        Deck(List<Fault> faults) {
            all = new ArrayList<>(faults);
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
