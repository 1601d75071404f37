package io.sightline.incident;

import static io.sightline.incident.TestVerdicts.BLACK;
import static io.sightline.incident.TestVerdicts.START;
import static io.sightline.incident.TestVerdicts.bad;
import static io.sightline.incident.TestVerdicts.good;
import static io.sightline.incident.TestVerdicts.origin;
import static io.sightline.incident.TestVerdicts.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detect.Judge;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.Verdict;
import io.sightline.flow.Verdict.Quality;
import io.sightline.incident.IncidentProgress.Due;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DebounceTest {

    private static final RenditionRef NEWS = origin("key", "news-7");

    @Test
    void opensWhenOneUnbrokenStretchReachesOpenAfter() {
        assertThat(events(bad(NEWS, 0, 1_000), bad(NEWS, 0, 1_999))).isEmpty();
        assertThat(events(bad(NEWS, 0, 1_000), bad(NEWS, 0, 2_400)))
                .containsExactly("OPENED 1 MAJOR at 2000 of 0");
    }

    @Test
    void doesNotAddUpShortStretches() {
        assertThat(events(bad(NEWS, 0, 1_500), bad(NEWS, 1_600, 3_000))).isEmpty();
        assertThat(events(bad(NEWS, 0, 1_500), bad(NEWS, 1_600, 3_000), bad(NEWS, 1_600, 3_600)))
                .containsExactly("OPENED 1 MAJOR at 3600 of 1600");
    }

    @Test
    void keepsNothingOfAStretchThatWentAwayBeforeItOpened() {
        assertThat(last(bad(NEWS, 0, 1_000), good(NEWS, 1_200, 1_300)).phase())
                .isEqualTo(Phase.OVER);
        assertThat(events(bad(NEWS, 0, 1_000), good(NEWS, 1_200, 9_000))).isEmpty();
    }

    @Test
    void clearsWhenItWasGoodForClearAfter() {
        assertThat(events(bad(NEWS, 0, 2_500), good(NEWS, 2_500, 5_499))).hasSize(1);
        assertThat(events(bad(NEWS, 0, 2_500), good(NEWS, 2_500, 5_500)))
                .containsExactly(
                        "OPENED 1 MAJOR at 2000 of 0", "CLEARED 1 MAJOR at 5500 of 0 until 2500");
    }

    @Test
    void countsARecurrenceToTheSameIncident() {
        IncidentProgress progress =
                last(
                        bad(NEWS, 0, 2_500),
                        good(NEWS, 2_500, 3_500),
                        bad(NEWS, 4_000, 4_000),
                        bad(NEWS, 4_000, 4_040));

        assertThat(progress.phase()).isEqualTo(Phase.OPEN);
        assertThat(progress.occurrences()).isEqualTo(2);
        assertThat(progress.startedMicros()).isEqualTo(START);
        assertThat(progress.badUntilMicros()).isEqualTo(START + 4_040_000);
    }

    @Test
    void escalatesWhileItIsBad() {
        assertThat(events(bad(NEWS, 0, 2_000), bad(NEWS, 0, 6_000), bad(NEWS, 0, 7_000)))
                .containsExactly(
                        "OPENED 1 MAJOR at 2000 of 0", "ESCALATED 1 CRITICAL at 5500 of 0");
    }

    @Test
    void escalatesNotWhileItIsGoodButWhenItIsBadAgain() {
        assertThat(events(bad(NEWS, 0, 5_000), good(NEWS, 5_000, 7_000), bad(NEWS, 7_500, 7_500)))
                .containsExactly(
                        "OPENED 1 MAJOR at 2000 of 0", "ESCALATED 1 CRITICAL at 7500 of 0");
    }

    @Test
    void opensWithTheSeverityThatOpenAfterHasReached() {
        DefectRule rule =
                ladder(
                        new SeverityLadder.Step(1_000_000, Severity.WARNING),
                        new SeverityLadder.Step(2_000_000, Severity.MAJOR),
                        new SeverityLadder.Step(3_000_000, Severity.CRITICAL));

        assertThat(events(verdict(NEWS, rule, Quality.BAD, 0, 10_000)))
                .containsExactly(
                        "OPENED 1 MAJOR at 2000 of 0", "ESCALATED 1 CRITICAL at 3000 of 0");
    }

    @Test
    void tellsOnlyTheHighestOfSeveralRisesAtOneInstant() {
        DefectRule rule =
                ladder(
                        new SeverityLadder.Step(3_000_000, Severity.WARNING),
                        new SeverityLadder.Step(4_000_000, Severity.MAJOR));

        assertThat(
                        events(
                                verdict(NEWS, rule, Quality.BAD, 0, 2_500),
                                verdict(NEWS, rule, Quality.GOOD, 2_500, 4_500),
                                verdict(NEWS, rule, Quality.BAD, 5_000, 5_100)))
                .containsExactly("OPENED 1 INFO at 2000 of 0", "ESCALATED 1 MAJOR at 5000 of 0");
    }

    @Test
    void endsWhatIsOpenWhenNobodyWatchesAnyMore() {
        assertThat(
                        events(
                                bad(NEWS, 0, 2_500),
                                verdict(NEWS, BLACK, Quality.WITHDRAWN, 2_600, 2_600)))
                .containsExactly(
                        "OPENED 1 MAJOR at 2000 of 0", "CLEARED 1 MAJOR at 2600 of 0 until 2500");
    }

    @Test
    void knowsVerdictsThatGoBackInTime() {
        IncidentProgress progress = last(bad(NEWS, 0, 2_500));

        assertThat(Debounce.isLate(progress, bad(NEWS, 0, 2_499))).isTrue();
        assertThat(Debounce.isLate(progress, bad(NEWS, 0, 2_500))).isFalse();
        assertThat(Debounce.isLate(null, bad(NEWS, 0, 1))).isFalse();
    }

    /** Any verdicts at all, in any order: the alerts still make sense. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void neverOpensTwiceNorClearsUnopened(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Quality[] qualities = Quality.values();
        for (int round = 0; round < 300; round++) {
            IncidentProgress progress = null;
            boolean open = false;
            int escalations = 0;
            Severity severity = Severity.INFO;
            long time = 0;
            for (int i = 0; i < 80; i++) {
                time += random.nextInt(1_500) - 200;
                long from = Math.max(0, time - random.nextInt(4_000));
                Quality quality = qualities[random.nextInt(random.nextInt(8) == 0 ? 3 : 2)];
                Verdict verdict = verdict(NEWS, BLACK, quality, from, Math.max(from, time));
                if (Debounce.isLate(progress, verdict)) {
                    continue;
                }
                progress = Debounce.advance(progress, verdict);
                for (Due due : progress.due()) {
                    switch (due.event()) {
                        case OPENED -> {
                            assertThat(open).isFalse();
                            open = true;
                            escalations = 0;
                            severity = due.severity();
                        }
                        case ESCALATED -> {
                            assertThat(open).isTrue();
                            assertThat(due.ordinal()).isEqualTo(++escalations);
                            assertThat(due.severity()).isGreaterThan(severity);
                            severity = due.severity();
                        }
                        case CLEARED -> {
                            assertThat(open).isTrue();
                            assertThat(due.severity()).isEqualTo(severity);
                            open = false;
                        }
                    }
                    assertThat(due.atMicros()).isLessThanOrEqualTo(verdict.toMicros());
                }
                if (progress.phase() == Phase.OVER) {
                    assertThat(open).isFalse();
                    progress = null;
                }
            }
        }
    }

    /** Judge and debounce together, against incidents worked out from the stretches alone. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void findsTheIncidentsThatTheStretchesImply(long seed) {
        System.out.println("seed " + seed);
        int incidents = 0;
        for (int round = 0; round < 200; round++) {
            Random random = new Random(seed * 1_000 + round);
            List<long[]> stretches = new ArrayList<>(); // begin and end, milliseconds
            long time = 1_000;
            for (int i = 0; i < 12; i++) {
                long begin = time + 1 + 250L * random.nextInt(20);
                long end = begin + 1 + 250L * random.nextInt(30);
                stretches.add(new long[] {begin, end});
                time = end;
            }
            List<String> events = new ArrayList<>();
            Folding folding = new Folding(events);
            Judge judge = new Judge(NEWS, BLACK, 1, folding::fold);
            sample(judge, 0.1, 0);
            for (long[] stretch : stretches) {
                sample(judge, 1.0, stretch[0]);
                sample(judge, 0.1, stretch[1]);
            }
            judge.advance(START + (time + 60_000) * 1_000);

            List<String> expected = implied(stretches);
            assertThat(events).isEqualTo(expected);
            incidents += expected.size();
        }
        assertThat(incidents).isGreaterThan(500); // the property is about something
    }

    private static List<String> implied(List<long[]> stretches) {
        List<String> events = new ArrayList<>();
        long started = -1;
        long ended = -1;
        boolean critical = false;
        for (long[] stretch : stretches) {
            if (started >= 0 && stretch[0] - ended >= 3_000) {
                events.add(cleared(started, ended, critical));
                started = -1;
            }
            if (started >= 0 && stretch[1] - stretch[0] < 2_000) {
                continue; // too short to be the defect coming back
            }
            if (started < 0 && stretch[1] - stretch[0] >= 2_000) {
                started = stretch[0];
                critical = false;
                events.add("OPENED 1 MAJOR at " + (started + 2_000) + " of " + started);
            }
            if (started >= 0) {
                ended = stretch[1];
                long rise = Math.max(started + 5_500, stretch[0]);
                if (!critical && rise <= stretch[1]) {
                    critical = true;
                    events.add("ESCALATED 1 CRITICAL at " + rise + " of " + started);
                }
            }
        }
        if (started >= 0) {
            events.add(cleared(started, ended, critical));
        }
        return events;
    }

    private static String cleared(long started, long ended, boolean critical) {
        return "CLEARED 1 "
                + (critical ? "CRITICAL" : "MAJOR")
                + " at "
                + (ended + 3_000)
                + " of "
                + started
                + " until "
                + ended;
    }

    private static void sample(Judge judge, double value, long millis) {
        judge.sample(value, START + millis * 1_000, millis * 1_000);
    }

    private static DefectRule ladder(SeverityLadder.Step... steps) {
        return new DefectRule(
                BLACK.defect(),
                true,
                BLACK.metric(),
                BLACK.level(),
                BLACK.openAfterMicros(),
                BLACK.clearAfterMicros(),
                new SeverityLadder(Severity.INFO, List.of(steps)));
    }

    private static List<String> events(Verdict... verdicts) {
        List<String> events = new ArrayList<>();
        Folding folding = new Folding(events);
        for (Verdict verdict : verdicts) {
            folding.fold(verdict);
        }
        return events;
    }

    private static IncidentProgress last(Verdict... verdicts) {
        IncidentProgress progress = null;
        for (Verdict verdict : verdicts) {
            progress = Debounce.advance(progress, verdict);
        }
        assertThat(progress).isNotNull();
        return progress;
    }

    /** What the trigger does, without Flink. */
    private static final class Folding {

        private final List<String> events;
        private @Nullable IncidentProgress progress;

        Folding(List<String> events) {
            this.events = events;
        }

        void fold(Verdict verdict) {
            assertThat(Debounce.isLate(progress, verdict)).isFalse();
            IncidentProgress next = Debounce.advance(progress, verdict);
            for (Due due : next.due()) {
                events.add(
                        due.event()
                                + " "
                                + due.ordinal()
                                + " "
                                + due.severity()
                                + " at "
                                + (due.atMicros() - START) / 1_000
                                + " of "
                                + (next.startedMicros() - START) / 1_000
                                + (due.event() == Alert.Event.CLEARED
                                        ? " until " + (next.badUntilMicros() - START) / 1_000
                                        : ""));
            }
            progress = next.phase() == Phase.OVER ? null : next;
        }
    }
}
