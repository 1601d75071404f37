package io.sightline.source.ingest.dash;

import io.lindstrom.mpd.data.MPD;
import io.lindstrom.mpd.data.PresentationType;
import io.sightline.detector.model.TimeBase;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.Fetches;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.Manifest;
import io.sightline.source.ingest.manifest.MediaSegment;
import io.sightline.source.ingest.manifest.PendingException;
import io.sightline.source.ingest.manifest.Renditions;
import io.sightline.source.ingest.manifest.SegmentPart;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rendition of DASH: a representation of pictures and one of sound in each period. Segments are
 * numbered by when they begin, in milliseconds, which no change of the MPD alters. The MPD is asked
 * for again when it says that it may have changed. Thread: one at a time.
 */
public final class DashSession implements Manifest {

    /** Servers' clocks differ, and what was just made is not everywhere at once. */
    private static final long SAFETY_MICROS = 500_000;

    private static final long DEFAULT_TARGET_MILLIS = 2_000;

    private static final MpdReader READER = new MpdReader();

    private final StreamInput input;
    private final String rendition;
    private final Fetches fetches;
    private final InstantSource clock;
    private final LaneSegments segments;
    private final ServerClock serverClock;

    private @Nullable Known known;

    /** An MPD as it was fetched. */
    private record Known(MPD mpd, URI place, long fetchedMillis) {

        boolean isLive() {
            return mpd.getType() == PresentationType.DYNAMIC;
        }

        boolean isFresh(long nowMillis) {
            return !isLive()
                    || (mpd.getMinimumUpdatePeriod() != null
                            && nowMillis - fetchedMillis < mpd.getMinimumUpdatePeriod().toMillis());
        }
    }

    public DashSession(StreamInput input, String rendition, Fetches fetches, InstantSource clock) {
        this.input = input;
        this.rendition = rendition;
        this.fetches = fetches;
        this.clock = clock;
        this.segments = new LaneSegments(fetches);
        this.serverClock = new ServerClock(fetches, clock);
    }

    @Override
    public void forgetPlace() {
        known = null;
    }

    @Override
    public Listing read() throws FetchException, PendingException {
        Known now = upToDate();
        long from = Long.MIN_VALUE / 4;
        long until = Long.MAX_VALUE / 4;
        long startedMicros = TimeBase.NO_TIME;
        List<MediaSegment> listed = new ArrayList<>();
        if (now.isLive()) {
            startedMicros = startMicros(now.mpd());
            until = serverClock.millis() * 1000 - startedMicros - SAFETY_MICROS;
            if (now.mpd().getTimeShiftBufferDepth() != null) {
                // ISO/IEC 23009-1: each can be had for as long again as it lasts, and the depth.
                from =
                        until
                                - PeriodSpan.micros(now.mpd().getTimeShiftBufferDepth())
                                - targetMillis(now.mpd(), listed) * 1_000;
            }
        }
        long bitsPerSecond = 0;
        List<PeriodSpan> periods = PeriodSpan.of(now.mpd());
        for (PeriodSpan period : periods) {
            PeriodSpan window = period.within(from, until);
            if (!window.isEmpty()) {
                Lane lane = chosen(now, period);
                bitsPerSecond = lane.representation().getBandwidth();
                list(now, lane, period, window, startedMicros, listed);
            }
        }
        long ends = periods.get(periods.size() - 1).endMicros();
        return new Listing(
                Listing.Numbering.TIMED,
                listed.isEmpty() ? until / 1_000 : listed.get(0).sequence(),
                listed,
                targetMillis(now.mpd(), listed),
                until >= ends,
                bitsPerSecond);
    }

    @Override
    public List<String> renditions() throws FetchException, PendingException {
        Known now = upToDate();
        return offered(now, PeriodSpan.of(now.mpd()).get(0)).names();
    }

    private Known upToDate() throws FetchException, PendingException {
        if (known == null || !known.isFresh(clock.millis())) {
            URI place = known == null ? fetches.home() : known.place();
            Fetcher.Fetched fetched = fetches.manifest(place);
            MPD mpd = READER.read(fetched.body());
            List<String> moved = Lane.orEmpty(mpd.getLocations());
            URI next = moved.isEmpty() ? place : EntryLocation.resolve(place, moved.get(0));
            Known read = new Known(mpd, next, clock.millis());
            if (read.isLive()) {
                serverClock.follow(mpd, next);
            }
            known = read;
        }
        return known;
    }

    private static long startMicros(MPD mpd) throws FetchException {
        if (mpd.getAvailabilityStartTime() == null) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE, "the MPD is live, but does not say since when");
        }
        Instant started = mpd.getAvailabilityStartTime().toInstant();
        return started.getEpochSecond() * 1_000_000 + started.getNano() / 1_000;
    }

    private Renditions<Lane> offered(Known now, PeriodSpan period) throws FetchException {
        List<Renditions.Offer<Lane>> offers = new ArrayList<>();
        for (Lane lane : Lane.mainOf(now.mpd(), period.period(), now.place())) {
            offers.add(
                    new Renditions.Offer<>(
                            lane, lane.representation().getBandwidth(), lane.height()));
        }
        if (offers.isEmpty()) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE, "the MPD offers neither video nor audio");
        }
        return Renditions.of(offers);
    }

    private Lane chosen(Known now, PeriodSpan period) throws FetchException {
        return offered(now, period).choose(input, rendition);
    }

    private void list(
            Known now,
            Lane lane,
            PeriodSpan period,
            PeriodSpan window,
            long startedMicros,
            List<MediaSegment> listed)
            throws FetchException, PendingException {
        List<TimedPart> pictures = segments.in(lane, period, window);
        List<Lane> sounds =
                lane.isSound() ? List.of() : Lane.soundOf(now.mpd(), period.period(), now.place());
        List<TimedPart> sound =
                sounds.isEmpty()
                        ? List.of()
                        : segments.in(sounds.get(sounds.size() - 1), period, window);
        List<Long> splices = period.splicesMicros();
        for (int i = 0; i < pictures.size(); i++) {
            TimedPart one = pictures.get(i);
            boolean isLast = i == pictures.size() - 1 && !window.isLive();
            List<SegmentPart> parts = new ArrayList<>(List.of(one.part()));
            boolean isComplete = sound.isEmpty() || isLast;
            for (TimedPart other : sound) {
                boolean isWithin =
                        other.middleMicros() >= one.startMicros()
                                && (isLast || other.middleMicros() < one.endMicros());
                if (isWithin) {
                    parts.add(other.part());
                }
                isComplete |= other.endMicros() >= one.middleMicros();
            }
            if (!isComplete) {
                return; // its sound is not there yet
            }
            boolean beginsPeriod =
                    i == 0 && !listed.isEmpty() && one.startMicros() <= period.startMicros();
            listed.add(
                    new MediaSegment(
                            Math.floorDiv(one.startMicros(), 1_000),
                            parts,
                            beginsPeriod,
                            /* isGap= */ false,
                            one.durationMicros(),
                            startedMicros == TimeBase.NO_TIME
                                    ? TimeBase.NO_TIME
                                    : startedMicros + one.startMicros(),
                            splices.stream()
                                    .filter(at -> at >= one.startMicros() && at < one.endMicros())
                                    .map(at -> at - one.startMicros())
                                    .toList()));
        }
    }

    private static long targetMillis(MPD mpd, List<MediaSegment> listed) {
        if (mpd.getMaxSegmentDuration() != null) {
            return Math.max(1, mpd.getMaxSegmentDuration().toMillis());
        }
        return listed.stream()
                .mapToLong(segment -> (segment.durationMicros() + 999) / 1_000)
                .max()
                .orElse(DEFAULT_TARGET_MILLIS);
    }
}
