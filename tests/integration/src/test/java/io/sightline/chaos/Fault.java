package io.sightline.chaos;

import static io.sightline.flow.StreamState.BROKEN;
import static io.sightline.flow.StreamState.LIVE;
import static io.sightline.flow.StreamState.NO_SIGNAL;
import static io.sightline.flow.StreamState.STALLED;

import io.sightline.flow.StreamState;
import java.util.List;
import java.util.Set;

/**
 * What may happen to a stream, and what must be published of it. Times follow from the reference
 * (docs/reference/inputs.md) and the source's settings, not from what was seen: a playlist is
 * looked at each second; the state is {@code NO_SIGNAL} a second after contact fails and 1.5 s
 * after a request that is not answered; {@code STALLED} when new media is later than two target
 * durations and two seconds; {@code BROKEN} with the third segment in a row that cannot be read.
 */
enum Fault {
    /** What is late by the time the stream recovers may show as such. */
    NONE(Place.ANY, Act.PASS, 0, shows(LIVE).passing(STALLED, NO_SIGNAL)),

    SLOW_ANSWERS(Place.HTTP, Act.ANSWER_SLOWLY, 0, shows(LIVE)),
    LOST_PACKETS(Place.SEGMENTS, Act.LOSE_PACKETS, 0, shows(LIVE).with("ts_continuity_errors")),
    FLIPPED_BITS(Place.SEGMENTS, Act.FLIP_BITS, 0, shows(LIVE).with(Fault.DAMAGE)),
    SHORT_SEGMENTS(Place.SEGMENTS, Act.SHORTEN, 0, shows(LIVE).with("segment_errors")),

    /** Each answer ends the silence for a moment. */
    LATE_ANSWERS(Place.HTTP, Act.ANSWER_LATE, 2_500, mixes(NO_SIGNAL, LIVE, STALLED)),
    REFUSED(Place.HTTP, Act.REFUSE, 2_000, shows(NO_SIGNAL).opening(Fault.LOST)),
    RESET(Place.HTTP, Act.RESET, 2_000, shows(NO_SIGNAL).opening(Fault.LOST)),
    SILENT(Place.HTTP, Act.SAY_NOTHING, 2_500, shows(NO_SIGNAL).opening(Fault.LOST)),
    PLAYLIST_SILENT(Place.PLAYLIST, Act.SAY_NOTHING, 2_500, shows(NO_SIGNAL).opening(Fault.LOST)),
    PLAYLIST_NOT_FOUND(Place.PLAYLIST, Act.NOT_FOUND, 2_000, shows(NO_SIGNAL).opening(Fault.LOST)),
    UNAVAILABLE(Place.HTTP, Act.UNAVAILABLE, 2_000, shows(NO_SIGNAL).opening(Fault.LOST)),
    REDIRECTED(Place.HTTP, Act.REDIRECT, 2_000, shows(NO_SIGNAL).opening(Fault.LOST)),
    /** Each attempt makes contact; pauses grow past a second with the fourth or fifth of them. */
    PLAYLIST_CUT(Place.PLAYLIST, Act.CUT, 6_000, shows(NO_SIGNAL)),
    /** Connected and silent, until the deadline makes it a loss of contact: both may show. */
    PLAYLIST_HELD(Place.PLAYLIST, Act.HOLD, 5_000, mixes(STALLED, NO_SIGNAL)),
    PLAYLIST_DRIPS(Place.PLAYLIST, Act.DRIP, 5_000, shows(STALLED).opening(Fault.STALL)),
    PLAYLIST_FROZEN(Place.PLAYLIST, Act.FREEZE, 6_000, shows(STALLED).opening("manifest.stale")),
    PLAYLIST_SHORT(Place.PLAYLIST, Act.SHORTEN, 1_000, shows(BROKEN)),
    PLAYLIST_REPLACED(Place.PLAYLIST, Act.REPLACE, 1_000, shows(BROKEN)),

    SEGMENTS_NOT_FOUND(Place.SEGMENTS, Act.NOT_FOUND, 6_000, Fault.unreadable()),
    SEGMENTS_UNAVAILABLE(Place.SEGMENTS, Act.UNAVAILABLE, 6_000, Fault.unreadable()),
    SEGMENTS_REDIRECTED(Place.SEGMENTS, Act.REDIRECT, 6_000, Fault.unreadable()),
    SEGMENTS_REPLACED(Place.SEGMENTS, Act.REPLACE, 6_000, Fault.unreadable()),
    /** Given up after three rounds of three attempts each, half a second and a pause a round. */
    SEGMENTS_CUT(Place.SEGMENTS, Act.CUT, 10_000, Fault.unreadable()),
    SEGMENTS_SILENT(Place.SEGMENTS, Act.SAY_NOTHING, 4_500, shows(NO_SIGNAL).opening(Fault.LOST)),
    SEGMENTS_HELD(Place.SEGMENTS, Act.HOLD, 6_000, shows(STALLED).opening(Fault.STALL)),
    SEGMENTS_DRIP(Place.SEGMENTS, Act.DRIP, 6_000, shows(STALLED).opening(Fault.STALL)),

    DATAGRAMS_LOST(Place.DATAGRAMS, Act.LOSE_PACKETS, 0, shows(LIVE).with("ts_continuity_errors")),
    DATAGRAMS_TWICE(Place.DATAGRAMS, Act.DUPLICATE, 0, shows(LIVE).with("ts_continuity_errors")),
    DATAGRAMS_SWAPPED(Place.DATAGRAMS, Act.REORDER, 0, shows(LIVE).with("ts_continuity_errors")),
    DATAGRAMS_FLIPPED(Place.DATAGRAMS, Act.FLIP_BITS, 0, shows(LIVE).with(Fault.DAMAGE)),
    DATAGRAMS_STOPPED(
            Place.DATAGRAMS, Act.SAY_NOTHING, 2_000, shows(NO_SIGNAL).opening(Fault.LOST)),
    /** What was recognised before stalls; opened anew it is no media. */
    DATAGRAMS_REPLACED(Place.DATAGRAMS, Act.REPLACE, 3_000, mixes(STALLED, BROKEN));

    /** Where it happens. */
    enum Place {
        ANY,
        HTTP,
        PLAYLIST,
        SEGMENTS,
        DATAGRAMS
    }

    static final String LOST = "stream.no_signal";
    static final String STALL = "stream.stall";
    private static final String DAMAGE =
            "ts_sync_errors ts_continuity_errors ts_transport_errors ts_crc_errors damage"
                    + " undecodable_frames";

    private final Place place;
    private final Act act;
    private final long latestMillis;

    @SuppressWarnings("ImmutableEnumChecker") // its collections are copies
    private final Shown shown;

    Fault(Place place, Act act, long latestMillis, Shown shown) {
        this.place = place;
        this.act = act;
        this.latestMillis = latestMillis;
        this.shown = shown;
    }

    /**
     * What must be seen.
     *
     * @param settled the states from the latest time on, the first of which must show
     * @param passing more states that may show before that
     * @param evidence metrics of which one at least must be measured
     * @param defect that opens, or empty
     */
    record Shown(
            List<StreamState> settled,
            Set<StreamState> passing,
            List<String> evidence,
            String defect) {

        Shown {
            settled = List.copyOf(settled);
            passing = Set.copyOf(passing);
            evidence = List.copyOf(evidence);
        }

        Shown passing(StreamState... states) {
            return new Shown(settled, Set.of(states), evidence, defect);
        }

        Shown with(String metrics) {
            return new Shown(settled, passing, List.of(metrics.split(" ", -1)), defect);
        }

        Shown opening(String which) {
            return new Shown(settled, passing, evidence, which);
        }
    }

    private static Shown shows(StreamState state) {
        return mixes(state);
    }

    private static Shown mixes(StreamState... states) {
        return new Shown(List.of(states), Set.of(), List.of(), "");
    }

    private static Shown unreadable() {
        return shows(BROKEN)
                .passing(STALLED, NO_SIGNAL)
                .with("segment_errors")
                .opening("manifest.segment");
    }

    Place place() {
        return place;
    }

    Act act() {
        return act;
    }

    /** The settled state must show so long after the begin, on a machine without load. */
    long latestMillis() {
        return latestMillis;
    }

    Shown shown() {
        return shown;
    }

    /** Whether media goes on. */
    boolean isHarmless() {
        return shown.settled().equals(List.of(LIVE));
    }

    /**
     * The stream must be live again so long after its end, on a machine without load. The last
     * request may stay without an answer for 5 s, the pause after it take 5 s, and the look that
     * follows a second. Opening what is no transport stream has 15 s, recognising the tracks then
     * up to 5 s.
     */
    long recoveryMillis() {
        return this == DATAGRAMS_REPLACED ? 21_000 : 11_000;
    }

    boolean isOfHttp() {
        return place != Place.DATAGRAMS && place != Place.ANY;
    }

    boolean isOfDatagrams() {
        return place == Place.DATAGRAMS;
    }

    /** Whether it does something to that request. */
    boolean hits(String path) {
        return switch (place) {
            case HTTP -> true;
            case PLAYLIST -> path.endsWith(".m3u8");
            case SEGMENTS -> path.endsWith(".ts");
            case ANY, DATAGRAMS -> false;
        };
    }
}
