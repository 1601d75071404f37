package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamState;
import io.sightline.source.SourceSettings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The state by what the reading thread noted and by the clock. Media is due each 4 s. */
class StatusBoardTest {

    private static final long DUE_MILLIS = 4_000;

    private long nowMillis = 1_000_000;
    private final StatusBoard board =
            new StatusBoard(SourceSettings.DEFAULTS, () -> Instant.ofEpochMilli(nowMillis));

    private void after(long millis) {
        nowMillis += millis;
    }

    private StatusBoard.Status status() {
        return board.status(/* isHoldingBack= */ false);
    }

    private void requireState(StreamState expected) {
        assertThat(status().state()).as(status().reason()).isEqualTo(expected);
    }

    private void playing() {
        board.begun();
        requireState(StreamState.CONNECTING);
        board.mediaArrived(DUE_MILLIS);
        requireState(StreamState.LIVE);
    }

    @Test
    void losesTheSignalASecondAfterContactFailsAndGetsItBackWithMedia() {
        playing();
        after(500);
        board.contactLost("refused");
        requireState(StreamState.LIVE);
        after(501);
        requireState(StreamState.NO_SIGNAL);
        assertThat(status().reason()).isEqualTo("refused");
        after(10_000);
        board.contact();
        requireState(StreamState.NO_SIGNAL);
        assertThat(status().noSignalMillis()).isEqualTo(11_001);
        after(100);
        board.mediaArrived(DUE_MILLIS);
        requireState(StreamState.LIVE);
        assertThat(status().noSignalMillis()).isZero();
    }

    @Test
    void isNotLiveInBetweenWhenEachAnswerBreaksOff() {
        playing();
        board.contactLost("cut");
        after(1_500);
        for (int attempt = 1; attempt < 10; attempt++) {
            board.requestSent();
            board.contact();
            requireState(StreamState.NO_SIGNAL);
            board.contactLost("cut");
            requireState(StreamState.NO_SIGNAL);
            assertThat(status().noSignalMillis()).isEqualTo(1_500L * attempt);
            after(1_500);
        }
    }

    @Test
    void stallsWhenTheOtherSideIsBackWithoutMedia() {
        playing();
        board.contactLost("refused");
        after(20_000);
        board.contact();
        after(DUE_MILLIS);
        board.contact();
        requireState(StreamState.NO_SIGNAL);
        after(1);
        requireState(StreamState.STALLED);
        assertThat(status().stallMillis()).isEqualTo(DUE_MILLIS + 1);
        assertThat(status().noSignalMillis()).isZero();
    }

    @Test
    void stallsAlthoughContactFailsForMoments() {
        playing();
        for (int i = 0; i < 9; i++) {
            after(250);
            board.contactLost("segment cut");
            after(250);
            board.contact();
        }
        requireState(StreamState.STALLED);
    }

    @Test
    void staysBrokenThroughMomentsWithoutContactUntilMediaComes() {
        playing();
        board.broken("three segments cannot be read");
        board.contactLost("segment cut");
        after(900);
        requireState(StreamState.BROKEN);
        board.contact();
        requireState(StreamState.BROKEN);
        board.mediaArrived(DUE_MILLIS);
        requireState(StreamState.LIVE);
    }

    @Test
    void whatWasBrokenIsLostOnceNobodyIsThere() {
        playing();
        board.broken("no playlist");
        board.contactLost("refused");
        after(1_001);
        requireState(StreamState.NO_SIGNAL);
        board.contact();
        requireState(StreamState.NO_SIGNAL);
    }

    @Test
    void askingAgainDoesNotEndTheWaitForAnAnswer() {
        playing();
        board.requestSent();
        after(1_501);
        requireState(StreamState.NO_SIGNAL);
        board.requestSent();
        requireState(StreamState.NO_SIGNAL);
        assertThat(status().reason()).isEqualTo("no answer to a request; check the server");
    }

    @Test
    void whatWasHeldBackWhenDatagramsEndedIsNoSignal() {
        playing();
        board.expectSteadyContact();
        after(1_501);
        requireState(StreamState.NO_SIGNAL);
        board.drained();
        board.mediaArrived(DUE_MILLIS);
        requireState(StreamState.NO_SIGNAL);
        board.contact();
        board.mediaArrived(DUE_MILLIS);
        requireState(StreamState.LIVE);
    }

    @Test
    void whatIsBrokenStallsOnceMediaIsLate() {
        playing();
        board.broken("no playlist");
        assertThat(status().stallMillis()).isZero();
        after(DUE_MILLIS + 1);
        requireState(StreamState.BROKEN);
        assertThat(status().stallMillis()).isEqualTo(DUE_MILLIS + 1);
        board.mediaArrived(DUE_MILLIS);
        assertThat(status().stallMillis()).isZero();
    }

    @Test
    void whatIsNotReadDoesNotStall() {
        board.refused("in quarantine");
        after(60_000);
        requireState(StreamState.BROKEN);
        assertThat(status().stallMillis()).isZero();
    }

    @Test
    void countsAReconnectWhenContactComesBackAndNotWhenItComesFirst() {
        board.begun();
        board.contactLost("refused");
        after(5_000);
        board.contact();
        assertThat(board.reconnects()).as("the first contact").isZero();
        board.mediaArrived(DUE_MILLIS);
        board.contactLost("cut");
        board.contactLost("refused");
        board.contact();
        board.contact();
        assertThat(board.reconnects()).isEqualTo(1);

        board.expectSteadyContact();
        after(SourceSettings.DEFAULTS.silenceAfter().toMillis() + 1);
        board.mediaArrived(DUE_MILLIS);
        assertThat(board.reconnects()).as("after silence").isEqualTo(2);
    }
}
