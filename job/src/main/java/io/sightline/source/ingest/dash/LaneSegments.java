package io.sightline.source.ingest.dash;

import io.lindstrom.mpd.data.Segment;
import io.lindstrom.mpd.data.SegmentBase;
import io.lindstrom.mpd.data.SegmentList;
import io.lindstrom.mpd.data.SegmentTemplate;
import io.lindstrom.mpd.data.SegmentURL;
import io.lindstrom.mpd.data.URLType;
import io.sightline.source.ingest.fetch.ByteSpan;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.Fetches;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.PendingException;
import io.sightline.source.ingest.manifest.SegmentPart;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Works out which segments a representation has in a period: by template, by list, or by the index
 * in its file, which is fetched once. Thread: one at a time.
 */
final class LaneSegments {

    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Three thousand years: what has no end is refused by the number of its segments. */
    private static final long END_MICROS = 100_000_000_000_000_000L;

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$(RepresentationID|Number|Time|Bandwidth)?(%0(\\d{1,2})d)?\\$");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    private final Fetches fetches;
    private final Map<URI, SegmentIndex> indexes = new HashMap<>();

    LaneSegments(Fetches fetches) {
        this.fetches = fetches;
    }

    /**
     * Those that begin before the window's end and end after its begin.
     *
     * @param window of the presentation, within the period
     */
    List<TimedPart> in(Lane lane, PeriodSpan period, PeriodSpan window)
            throws FetchException, PendingException {
        SegmentTemplate template = lane.template(period.period());
        SegmentList list = lane.list(period.period());
        if (template != null && template.getMedia() != null) {
            return byTemplate(lane, template, period, window);
        } else if (list != null) {
            return byList(lane, list, period, window);
        }
        SegmentBase index = lane.index(period.period());
        return index == null || index.getIndexRange() == null
                ? List.of(whole(lane, period))
                : byIndex(lane, index, period);
    }

    private static List<TimedPart> byTemplate(
            Lane lane, SegmentTemplate template, PeriodSpan period, PeriodSpan window)
            throws FetchException {
        Ticks ticks =
                Ticks.of(period, template.getTimescale(), template.getPresentationTimeOffset());
        long number = template.getStartNumber() == null ? 1 : template.getStartNumber();
        Names names = new Names(lane, template);
        List<TimedPart> parts = new ArrayList<>();
        for (Run run : runs(template.getSegmentTimeline(), template.getDuration(), ticks, window)) {
            long time = run.time() + run.skipped() * run.duration();
            for (long i = run.skipped(); i < run.count(); i++) {
                parts.add(
                        new TimedPart(
                                ticks.toMicros(time),
                                ticks.toMicros(time + run.duration()) - ticks.toMicros(time),
                                names.part(number + run.before() + i, time)));
                time += run.duration();
                requireFew(parts.size());
            }
        }
        return parts;
    }

    private static List<TimedPart> byList(
            Lane lane, SegmentList list, PeriodSpan period, PeriodSpan window)
            throws FetchException {
        Ticks ticks = Ticks.of(period, list.getTimescale(), list.getPresentationTimeOffset());
        List<SegmentURL> urls = Lane.orEmpty(list.getSegmentURLs());
        URLType initialization = list.getInitialization();
        SegmentPart.Init init = initialization == null ? null : init(lane, initialization);
        List<TimedPart> parts = new ArrayList<>();
        for (Run run : runs(list.getSegmentTimeline(), list.getDuration(), ticks, window)) {
            for (long i = 0; i < run.count() && run.before() + i < urls.size(); i++) {
                SegmentURL url = urls.get((int) (run.before() + i));
                long time = run.time() + i * run.duration();
                URI place =
                        url.getMedia() == null
                                ? lane.base()
                                : EntryLocation.resolve(lane.base(), url.getMedia());
                parts.add(
                        new TimedPart(
                                ticks.toMicros(time),
                                ticks.toMicros(time + run.duration()) - ticks.toMicros(time),
                                new SegmentPart(
                                        place, span(url.getMediaRange()), init, lane.key())));
                requireFew(parts.size());
            }
        }
        return parts;
    }

    private List<TimedPart> byIndex(Lane lane, SegmentBase base, PeriodSpan period)
            throws FetchException, PendingException {
        ByteSpan range = span(base.getIndexRange());
        if (range == null) {
            throw unusable("'" + base.getIndexRange() + "' is no byte range");
        }
        SegmentIndex index = indexes.get(lane.base());
        if (index == null) {
            index = SegmentIndex.read(fetches.media(lane.base(), range), range.offset());
            indexes.put(lane.base(), index);
        }
        Ticks ticks = Ticks.of(period, index.timescale(), base.getPresentationTimeOffset());
        SegmentPart.Init init =
                base.getInitialization() == null
                        ? new SegmentPart.Init(
                                lane.base(), new ByteSpan(0, range.offset()), lane.key())
                        : init(lane, base.getInitialization());
        List<TimedPart> parts = new ArrayList<>();
        for (SegmentIndex.Entry entry : index.entries()) {
            long start = ticks.toMicros(entry.startTicks());
            parts.add(
                    new TimedPart(
                            start,
                            ticks.toMicros(entry.startTicks() + entry.durationTicks()) - start,
                            new SegmentPart(lane.base(), entry.span(), init, lane.key())));
        }
        return parts;
    }

    private static TimedPart whole(Lane lane, PeriodSpan period) {
        return new TimedPart(
                period.startMicros(),
                period.endMicros() - period.startMicros(),
                new SegmentPart(lane.base(), null, null, lane.key()));
    }

    /**
     * Segments of one duration in a row.
     *
     * @param before how many segments come before the first
     * @param skipped how many of these end before the window
     */
    private record Run(long before, long time, long duration, long count, long skipped) {}

    private static List<Run> runs(
            @Nullable List<Segment> timeline,
            @Nullable Long duration,
            Ticks ticks,
            PeriodSpan window)
            throws FetchException {
        if (timeline == null || timeline.isEmpty()) {
            if (duration == null || duration <= 0) {
                throw unusable("segments have no duration");
            }
            long begin = ticks.firstTicks();
            long until = ticks.toTicks(window.endMicros()) - begin;
            // What has begun counts in a presentation that ended; live, what is complete.
            long count = window.isLive() ? until / duration : (until + duration - 1) / duration;
            long skipped = (ticks.toTicks(window.startMicros()) - begin) / duration;
            return List.of(new Run(0, begin, duration, count, Math.max(0, skipped)));
        }
        List<Run> runs = new ArrayList<>();
        long time = ticks.firstTicks();
        long before = 0;
        for (int i = 0; i < timeline.size(); i++) {
            Segment row = timeline.get(i);
            time = row.getT() == null ? time : row.getT();
            long repeats = row.getR() == null ? 0 : row.getR();
            if (row.getD() <= 0) {
                throw unusable("a segment has no duration");
            }
            if (repeats < 0) {
                Long next = i + 1 < timeline.size() ? timeline.get(i + 1).getT() : null;
                long until = next == null ? ticks.toTicks(window.endMicros()) : next;
                repeats = Math.max(0, (until - time) / row.getD() - 1);
            }
            long skipped =
                    Math.min(
                            repeats + 1, (ticks.toTicks(window.startMicros()) - time) / row.getD());
            runs.add(new Run(before, time, row.getD(), repeats + 1, Math.max(0, skipped)));
            time += row.getD() * (repeats + 1);
            before += repeats + 1;
        }
        return runs;
    }

    /** The time of a representation: ticks since some instant before its period began. */
    private record Ticks(PeriodSpan period, long perSecond, long firstTicks) {
        static Ticks of(PeriodSpan period, @Nullable Long perSecond, @Nullable Long firstTicks) {
            return new Ticks(
                    period,
                    perSecond == null ? 1 : Math.max(1, perSecond),
                    firstTicks == null ? 0 : firstTicks);
        }

        long toMicros(long ticks) {
            long since = ticks - firstTicks;
            return period.startMicros()
                    + since / perSecond * MICROS_PER_SECOND
                    + since % perSecond * MICROS_PER_SECOND / perSecond;
        }

        long toTicks(long micros) {
            long since = Math.min(END_MICROS, Math.max(0, micros - period.startMicros()));
            return firstTicks
                    + since / MICROS_PER_SECOND * perSecond
                    + since % MICROS_PER_SECOND * perSecond / MICROS_PER_SECOND;
        }
    }

    /** What a template makes of numbers and times. */
    private static final class Names {
        private final Lane lane;
        private final SegmentTemplate template;
        private final SegmentPart.@Nullable Init init;

        Names(Lane lane, SegmentTemplate template) throws FetchException {
            this.lane = lane;
            this.template = template;
            String initialization = template.getInitialization();
            this.init =
                    initialization == null
                            ? null
                            : new SegmentPart.Init(
                                    EntryLocation.resolve(
                                            lane.base(), filled(initialization, 0, 0)),
                                    null,
                                    lane.key());
        }

        SegmentPart part(long number, long time) throws FetchException {
            return new SegmentPart(
                    EntryLocation.resolve(lane.base(), filled(template.getMedia(), number, time)),
                    null,
                    init,
                    lane.key());
        }

        private String filled(String pattern, long number, long time) {
            return PLACEHOLDER
                    .matcher(pattern)
                    .replaceAll(
                            match ->
                                    Matcher.quoteReplacement(
                                            value(match.group(1), match.group(3), number, time)));
        }

        private String value(
                @Nullable String name, @Nullable String width, long number, long time) {
            if (name == null) {
                return "$";
            } else if (name.equals("RepresentationID")) {
                return String.valueOf(lane.representation().getId());
            }
            long value =
                    switch (name) {
                        case "Number" -> number;
                        case "Time" -> time;
                        default -> lane.representation().getBandwidth();
                    };
            return width == null ? Long.toString(value) : ("%0" + width + "d").formatted(value);
        }
    }

    private static SegmentPart.Init init(Lane lane, URLType given) throws FetchException {
        URI place =
                given.getSourceURL() == null
                        ? lane.base()
                        : EntryLocation.resolve(lane.base(), given.getSourceURL());
        return new SegmentPart.Init(place, span(given.getRange()), lane.key());
    }

    private static @Nullable ByteSpan span(@Nullable String range) {
        Matcher matcher = RANGE.matcher(range == null ? "" : range);
        if (!matcher.matches()) {
            return null;
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        return last < first ? null : new ByteSpan(first, last - first + 1);
    }

    private static void requireFew(int segments) throws FetchException {
        if (segments > Listing.MAX_SEGMENTS) {
            throw unusable("it lists more than " + Listing.MAX_SEGMENTS + " segments");
        }
    }

    private static FetchException unusable(String why) {
        return new FetchException(
                FetchException.Reason.UNUSABLE, "the MPD cannot be understood: " + why);
    }
}
