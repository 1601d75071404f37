package io.sightline.source.ingest.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.TimeBase;
import io.sightline.source.ingest.manifest.Listing.Numbering;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlignmentTest {

    private static final long SECOND = 1_000_000;

    @Test
    void holdsWhileOneIsASegmentAhead() {
        assertHolds(counted(7, 2, 2, 2, 2), counted(8, 2, 2, 2, 2), true);
        assertHolds(dated(0, 2, 2, 2), dated(2, 2, 2, 2), true);
        assertHolds(timed(0, 2, 2, 2), timed(2, 2, 2, 2), true);
    }

    @Test
    void holdsWhereDurationsAreRounded() {
        assertHolds(counted(7, 2.002, 1.97, 2.04), counted(7, 2, 2, 2), true);
        assertHolds(dated(0, 2.002, 1.97, 2.04), dated(0.02, 2, 2, 2), true);
    }

    @Test
    void breaksWhereOneIsCutElsewhere() {
        assertHolds(counted(7, 2, 3, 1, 2), counted(7, 2, 2, 2, 2), false);
        assertHolds(dated(0, 2, 3, 1, 2), dated(0, 2, 2, 2, 2), false);
        assertHolds(timed(0, 2, 3, 1, 2), timed(0, 2, 2, 2, 2), false);
        assertHolds(timed(1, 2, 2, 2, 2), timed(0, 2, 2, 2, 2), false);
    }

    @Test
    void breaksWhereOneHasLongerSegments() {
        assertHolds(timed(0, 4, 4, 4), timed(0, 2, 2, 2, 2, 2, 2), false);
    }

    @Test
    void breaksWhereOneIsFarBehind() {
        assertHolds(counted(7, 2, 2, 2), counted(11, 2, 2, 2), false);
        assertHolds(dated(0, 2, 2, 2), dated(8, 2, 2, 2), false);
    }

    /** Packagers may number each rendition as they like when they say the time. */
    @Test
    void looksAtNumbersOnlyWithoutTimes() {
        Listing other =
                new Listing(Numbering.COUNTED, 900, dated(0, 2, 2).segments(), 2_000, false, 0);
        assertHolds(dated(0, 2, 2), other, true);
    }

    @Test
    void saysNothingOfWhatListsNothing() {
        assertHolds(counted(7), counted(900, 2, 2), true);
    }

    private static void assertHolds(Listing one, Listing other, boolean expected) {
        assertThat(Alignment.holds(one, other)).isEqualTo(expected);
        assertThat(Alignment.holds(other, one)).isEqualTo(expected);
    }

    private static Listing counted(long first, double... seconds) {
        return listing(Numbering.COUNTED, first, TimeBase.NO_TIME, seconds);
    }

    private static Listing dated(double begin, double... seconds) {
        return listing(Numbering.COUNTED, 7, Math.round(begin * SECOND), seconds);
    }

    private static Listing timed(double begin, double... seconds) {
        return listing(Numbering.TIMED, 0, Math.round(begin * SECOND), seconds);
    }

    private static Listing listing(
            Numbering numbering, long first, long beginMicros, double... seconds) {
        List<MediaSegment> segments = new ArrayList<>();
        long at = beginMicros;
        for (double one : seconds) {
            long durationMicros = Math.round(one * SECOND);
            long sequence = numbering == Numbering.TIMED ? at / 1_000 : first + segments.size();
            segments.add(
                    new MediaSegment(
                            sequence,
                            List.of(
                                    new SegmentPart(
                                            URI.create("http://h/" + sequence), null, null, null)),
                            /* isDiscontinuous= */ false,
                            /* isGap= */ false,
                            durationMicros,
                            at,
                            List.of()));
            at = at == TimeBase.NO_TIME ? at : at + durationMicros;
        }
        return new Listing(numbering, first, segments, 2_000, /* isEnded= */ false, 0);
    }
}
