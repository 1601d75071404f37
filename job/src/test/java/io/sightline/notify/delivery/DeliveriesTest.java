package io.sightline.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.NotifyAlerts;
import io.sightline.notify.Page;
import io.sightline.table.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** On a clock that the test moves. */
class DeliveriesTest {

    private static final Pace PACE =
            new Pace(4, Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final Clockwork clock = new Clockwork();
    private final List<String> sent = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private Function<Letter, CompletableFuture<Outcome>> receiver =
            letter -> CompletableFuture.completedFuture(new Outcome.Delivered("ok"));
    private final Deliveries deliveries =
            new Deliveries(
                    new Target() {
                        @Override
                        public CompletableFuture<Outcome> deliver(Letter letter) {
                            sent.add(letter.page().alert().alertId());
                            return receiver.apply(letter);
                        }

                        @Override
                        public void close() {}
                    },
                    PACE,
                    clock,
                    (letter, status, reason) ->
                            ended.add(letter.page().alert().alertId() + " " + status),
                    new Random(1));

    private static final class Clockwork implements Deliveries.Task {
        private final PriorityQueue<Timer> timers =
                new PriorityQueue<>(Comparator.comparingLong(Timer::millis));
        private final List<Runnable> soon = new ArrayList<>();
        private long now = 1_000_000;

        private record Timer(long millis, Runnable action) {}

        @Override
        public long nowMillis() {
            return now;
        }

        @Override
        public void execute(Runnable action) {
            soon.add(action);
        }

        @Override
        public void at(long millis, Runnable action) {
            timers.add(new Timer(millis, action));
        }

        private void runSoon() {
            while (!soon.isEmpty()) {
                soon.remove(0).run();
            }
        }

        void passUntil(long millis) {
            runSoon();
            while (!timers.isEmpty() && timers.peek().millis() <= millis) {
                Timer next = timers.poll();
                now = Math.max(now, next.millis());
                next.action().run();
                runSoon();
            }
            now = millis;
        }

        void pass(Duration time) {
            passUntil(now + time.toMillis());
        }
    }

    private static Letter letter(String incident, Alert.Event event) {
        return Letter.news(Page.of(NotifyAlerts.alert(incident, event)), 0);
    }

    private static CompletableFuture<Outcome> postponed() {
        return CompletableFuture.completedFuture(new Outcome.Postponed("HTTP 500"));
    }

    @Test
    void keepsTheOrderOfAnIncidentThoughItsFirstLetterIsRefusedForAWhile() {
        receiver =
                letter ->
                        letter.attempts() < 4 && letter.page().alert().event() == Alert.Event.OPENED
                                ? postponed()
                                : CompletableFuture.completedFuture(new Outcome.Delivered("ok"));

        deliveries.take(letter("a", Alert.Event.OPENED), null);
        deliveries.take(letter("a", Alert.Event.CLEARED), null);
        clock.pass(Duration.ofSeconds(5));

        assertThat(ended).containsExactly("a-opened-1 DELIVERED", "a-cleared-1 DELIVERED");
        assertThat(sent)
                .containsExactly(
                        "a-opened-1", "a-opened-1", "a-opened-1", "a-opened-1", "a-cleared-1");
        assertThat(deliveries.size()).isZero();
    }

    @Test
    void oneLetterThatAlwaysFailsKeepsNoOtherIncidentWaiting() {
        receiver =
                letter ->
                        letter.incidentId().equals("bad")
                                ? postponed()
                                : CompletableFuture.completedFuture(new Outcome.Delivered("ok"));

        deliveries.take(letter("bad", Alert.Event.OPENED), null);
        for (int i = 0; i < 10; i++) {
            deliveries.take(letter("good-" + i, Alert.Event.OPENED), null);
        }
        clock.pass(Duration.ofSeconds(2));

        assertThat(ended).hasSize(10).allMatch(end -> end.startsWith("good-"));
        clock.pass(PACE.giveUpAfter().plusSeconds(15));
        assertThat(ended).hasSize(11).contains("bad-opened-1 DEAD");
    }

    @Test
    void triesOneLetterAtATimeWhileTheTargetIsDownAndAllWhenItIsBack() {
        receiver = letter -> postponed();
        for (int i = 0; i < 20; i++) {
            deliveries.take(letter("i" + i, Alert.Event.OPENED), null);
        }
        clock.pass(Duration.ofSeconds(30));
        int whileDown = sent.size();
        assertThat(whileDown).as("doubling pauses").isLessThan(20);

        receiver = letter -> CompletableFuture.completedFuture(new Outcome.Delivered("ok"));
        clock.pass(Duration.ofSeconds(15));

        assertThat(ended).hasSize(20).allMatch(end -> end.endsWith("DELIVERED"));
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        receiver =
                letter ->
                        letter.attempts() == 1
                                ? CompletableFuture.completedFuture(
                                        new Outcome.Postponed(
                                                "HTTP 429", Optional.of(Duration.ofSeconds(7))))
                                : CompletableFuture.completedFuture(new Outcome.Delivered("ok"));

        deliveries.take(letter("a", Alert.Event.OPENED), null);
        clock.pass(Duration.ofMillis(6_900));
        assertThat(sent).hasSize(1);
        clock.pass(Duration.ofMillis(200));

        assertThat(ended).containsExactly("a-opened-1 DELIVERED");
    }

    @Test
    void whatIsRefusedForGoodIsDeadAtOnceAndTheNextLetterOfTheIncidentIsTried() {
        receiver =
                letter ->
                        CompletableFuture.completedFuture(
                                letter.page().alert().event() == Alert.Event.OPENED
                                        ? new Outcome.Refused("HTTP 400")
                                        : new Outcome.Delivered("ok"));

        deliveries.take(letter("a", Alert.Event.OPENED), null);
        deliveries.take(letter("a", Alert.Event.CLEARED), null);
        clock.pass(Duration.ofMillis(1));

        assertThat(ended).containsExactly("a-opened-1 DEAD", "a-cleared-1 DELIVERED");
    }

    @Test
    void sendsAsManyAtOnceAsAllowedAndRemembersAllThatAreUnderWay() {
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        receiver =
                letter -> {
                    answers.add(new CompletableFuture<>());
                    return answers.get(answers.size() - 1);
                };
        for (int i = 0; i < 10; i++) {
            deliveries.take(letter("i" + i, Alert.Event.OPENED), null);
        }

        assertThat(sent).hasSize(PACE.concurrency());
        assertThat(deliveries.pending())
                .extracting(Letter::incidentId)
                .containsExactly("i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9");
        answers.get(0).complete(new Outcome.Delivered("ok"));
        clock.pass(Duration.ZERO);
        assertThat(sent).hasSize(PACE.concurrency() + 1);
    }

    @Test
    void aReminderIsNotKeptForATargetThatFails() {
        receiver = letter -> postponed();
        deliveries.take(letter("a", Alert.Event.OPENED), null);
        clock.pass(Duration.ofMillis(10));

        deliveries.take(
                letter("b", Alert.Event.OPENED).as(Letter.Kind.REMINDER, clock.nowMillis()), null);

        assertThat(deliveries.size()).isOne();
    }

    @Test
    void nothingIsLostOrReorderedByChance() {
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        receiver =
                letter ->
                        chance.nextInt(3) == 0
                                ? postponed()
                                : CompletableFuture.completedFuture(new Outcome.Delivered("ok"));
        for (int i = 0; i < 200; i++) {
            deliveries.take(letter("i" + i % 20 + "-" + i / 40, Alert.Event.OPENED), null);
            deliveries.take(letter("i" + i % 20 + "-" + i / 40, Alert.Event.CLEARED), null);
            clock.pass(Duration.ofMillis(chance.nextInt(50)));
        }
        clock.pass(Duration.ofMinutes(30));

        assertThat(ended).as("seed %d", seed).hasSize(400);
        assertThat(deliveries.size()).isZero();
    }
}
