package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.Verdict;
import io.sightline.policy.DefectRule;
import io.sightline.table.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetWatchTest {

    private static final String OFFSET = SourceMetrics.AV_OFFSET_TO_REFERENCE_MS.name();
    private static final DefectId DEFECT = DefectId.AV_SYNC_TO_REFERENCE;

    private final Programmes programmes = new Programmes();
    private final List<Measurement> rows = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    /** One rendition that plays the programme, and how late its sound is. */
    private final class Player {
        final RenditionRef origin;
        Analysis analysis;
        int side = PlayedProgramme.SIDE;
        long soundLateMicros;
        long playedMicros;

        Player(String stream, String rendition, @Nullable String reference) {
            origin =
                    new RenditionRef(
                            stream + "#0",
                            new StreamId(stream),
                            new RenditionId(rendition),
                            Examination.inFull("default")
                                    .withReference(
                                            reference == null ? null : new StreamId(reference)),
                            Map.of());
            analysis = newAnalysis();
        }

        private Analysis newAnalysis() {
            List<DefectRule> rules =
                    PolicyFile.builtIn().rulesFor(origin.stream(), "default").stream()
                            .filter(rule -> rule.defect().equals(DEFECT))
                            .toList();
            Analysis made =
                    new Analysis(
                            origin,
                            List.of(),
                            rules,
                            programmes.watchOf(origin),
                            new Release("1", "p"),
                            verdicts::add,
                            rows::add,
                            trouble -> {});
            made.onAnchored(new StreamEvent.Anchored(origin, 0, 0));
            return made;
        }

        void playUntil(long untilSeconds) {
            long until = untilSeconds * 1_000_000;
            for (; playedMicros < until; playedMicros += PlayedProgramme.PICTURE_MICROS) {
                analysis.onPicture(PlayedProgramme.picture(playedMicros, side));
                analysis.onSound(PlayedProgramme.sound(playedMicros, soundLateMicros));
            }
        }

        void restart() throws IOException {
            byte[] saved = analysis.save();
            programmes.remove(origin);
            analysis = newAnalysis();
            analysis.restore(saved, dropped -> {});
        }

        List<Double> offsets() {
            return rows.stream()
                    .filter(row -> row.streamId().equals(origin.stream().value()))
                    .filter(row -> row.rendition().equals(origin.rendition().value()))
                    .map(row -> row.values().get(OFFSET))
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private static void playTogether(long untilSeconds, Player... players) {
        LongStream.rangeClosed(1, untilSeconds)
                .forEach(
                        second -> {
                            for (Player player : players) {
                                player.playUntil(second);
                            }
                        });
    }

    @Test
    void tellsByHowMuchSoundIsLaterThanInTheReference() {
        Player studio = new Player("studio", "main", null);
        Player tap = new Player("tap", "main", "studio");
        tap.soundLateMicros = 300_000;
        playTogether(60, studio, tap);

        assertThat(studio.offsets()).isEmpty();
        assertThat(tap.offsets()).hasSizeGreaterThan(4);
        assertThat(tap.offsets()).allSatisfy(ms -> assertThat(ms).isCloseTo(300, within(5.0)));
        assertThat(verdicts).isNotEmpty();
        assertThat(verdicts.get(0).origin()).isSameAs(tap.origin);
        assertThat(verdicts.get(0).fromMicros()).isEqualTo(30_000_000);
    }

    @Test
    void comparesTheRenditionsOfAStreamWithTheLargest() {
        Player small = new Player("tv", "a-360p", null);
        Player large = new Player("tv", "b-720p", null);
        large.side = 2 * small.side;
        small.soundLateMicros = -200_000;
        playTogether(50, small, large);

        assertThat(large.offsets()).isEmpty();
        assertThat(small.offsets()).isNotEmpty();
        assertThat(small.offsets()).allSatisfy(ms -> assertThat(ms).isCloseTo(-200, within(5.0)));
    }

    @Test
    void saysTheSameWhicheverIsExaminedFirst() {
        Player studio = new Player("studio", "main", null);
        Player tap = new Player("tap", "main", "studio");
        playTogether(60, studio, tap);
        List<Double> together = tap.offsets();
        programmes.remove(studio.origin);
        programmes.remove(tap.origin);
        rows.clear();

        Player ahead = new Player("studio", "main", null);
        Player behind = new Player("tap", "main", "studio");
        for (int second = 1; second <= 60; second++) {
            ahead.playUntil(Math.min(60, second + 2));
            behind.playUntil(second);
        }
        assertThat(behind.offsets()).isEqualTo(together);
        programmes.remove(ahead.origin);
        programmes.remove(behind.origin);
        rows.clear();

        Player late = new Player("studio", "main", null);
        Player early = new Player("tap", "main", "studio");
        for (int second = 1; second <= 60; second++) {
            early.playUntil(second);
            late.playUntil(Math.max(0, second - 8));
        }
        assertThat(early.offsets()).isEqualTo(together);
    }

    @Test
    void saysNothingOfOneThatIsAlone() {
        Player alone = new Player("studio", "main", null);
        Player tapOfNobody = new Player("tap", "main", "gone");
        playTogether(40, alone, tapOfNobody);

        assertThat(alone.offsets()).isEmpty();
        assertThat(tapOfNobody.offsets()).isEmpty();
        assertThat(programmes.watchOf(alone.origin).isCompared()).isFalse();
        assertThat(programmes.watchOf(tapOfNobody.origin).isCompared()).isFalse();
    }

    @Test
    void forgetsWhenItsReferenceGoes() {
        Player studio = new Player("studio", "main", null);
        Player tap = new Player("tap", "main", "studio");
        assertThat(programmes.watchOf(tap.origin).isCompared()).isTrue();

        programmes.remove(studio.origin);

        assertThat(programmes.watchOf(tap.origin).isCompared()).isFalse();
        playTogether(40, tap);
        assertThat(tap.offsets()).isEmpty();
    }

    @Test
    void whatIsOpenEndsWhenThereIsNobodyLeftToCompareWith() {
        Player studio = new Player("studio", "main", null);
        Player tap = new Player("tap", "main", "studio");
        tap.soundLateMicros = 300_000;
        playTogether(45, studio, tap);
        assertThat(verdicts).isNotEmpty();
        verdicts.clear();

        programmes.remove(studio.origin);
        playTogether(60, tap);

        assertThat(verdicts)
                .filteredOn(verdict -> verdict.quality() == Verdict.Quality.WITHDRAWN)
                .containsExactly(verdicts.get(verdicts.size() - 1));
    }

    @Test
    void goesOnAfterARestartOnceItHasSeenEnough() throws IOException {
        Player studio = new Player("studio", "main", null);
        Player tap = new Player("tap", "main", "studio");
        tap.soundLateMicros = 300_000;
        playTogether(54, studio, tap);
        assertThat(tap.offsets()).hasSize(5);

        studio.restart();
        tap.restart();
        tap.soundLateMicros = 0;
        rows.clear();
        playTogether(84, studio, tap);
        assertThat(tap.offsets()).isEmpty();
        int before = verdicts.size();

        playTogether(115, studio, tap);

        assertThat(tap.offsets()).hasSizeGreaterThan(3);
        assertThat(tap.offsets()).allSatisfy(ms -> assertThat(ms).isCloseTo(0, within(5.0)));
        assertThat(verdicts.subList(before, verdicts.size()))
                .isNotEmpty()
                .allMatch(verdict -> verdict.quality() == Verdict.Quality.GOOD);
    }

    @Test
    void aBadValueDoesNotHoldWhileNothingIsFound() {
        Player studio = new Player("studio", "main", null);
        Player tap = new Player("tap", "main", "studio");
        playTogether(12, studio, tap);
        tap.soundLateMicros = 300_000;
        playTogether(21, studio, tap); // enough for one comparison
        tap.analysis.onDiscontinuity();
        tap.soundLateMicros = 0;
        playTogether(90, studio, tap);

        assertThat(tap.offsets()).anyMatch(ms -> ms > 250).anyMatch(ms -> Math.abs(ms) < 5);
        assertThat(verdicts).isEmpty();
    }
}
