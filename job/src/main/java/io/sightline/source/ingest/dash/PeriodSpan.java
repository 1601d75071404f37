package io.sightline.source.ingest.dash;

import io.lindstrom.mpd.data.Event;
import io.lindstrom.mpd.data.EventStream;
import io.lindstrom.mpd.data.MPD;
import io.lindstrom.mpd.data.Period;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A period, or a part of one, in the time of the presentation.
 *
 * @param isLive whether the end is only how far the presentation has come
 */
record PeriodSpan(Period period, long startMicros, long endMicros, boolean isLive) {

    private static final String SCTE_35 = "urn:scte:scte35:";

    /** The periods of a presentation; the last one of a live one has no end. */
    static List<PeriodSpan> of(MPD mpd) {
        List<PeriodSpan> spans = new ArrayList<>();
        List<Period> periods = mpd.getPeriods();
        long start = 0;
        for (int i = 0; i < periods.size(); i++) {
            Period period = periods.get(i);
            start = period.getStart() == null ? start : micros(period.getStart());
            Period next = i + 1 < periods.size() ? periods.get(i + 1) : null;
            long end = Long.MAX_VALUE / 4;
            if (next != null && next.getStart() != null) {
                end = micros(next.getStart());
            } else if (period.getDuration() != null) {
                end = start + micros(period.getDuration());
            } else if (mpd.getMediaPresentationDuration() != null) {
                end = micros(mpd.getMediaPresentationDuration());
            }
            spans.add(new PeriodSpan(period, start, end, /* isLive= */ false));
            start = end;
        }
        return spans;
    }

    /** What of it lies in a window; a window that ends before it does is a live one. */
    PeriodSpan within(long fromMicros, long untilMicros) {
        return new PeriodSpan(
                period,
                Math.max(startMicros, fromMicros),
                Math.min(endMicros, untilMicros),
                untilMicros < endMicros);
    }

    boolean isEmpty() {
        return endMicros <= startMicros;
    }

    /**
     * The splices that its events of SCTE 35 announce (ANSI/SCTE 214-1), begin and end of each, in
     * the time of the presentation and in their order. Only of a whole period.
     */
    List<Long> splicesMicros() {
        TreeSet<Long> splices = new TreeSet<>();
        for (EventStream stream : Lane.orEmpty(period.getEventStreams())) {
            if (!String.valueOf(stream.getSchemeIdUri()).startsWith(SCTE_35)) {
                continue;
            }
            long scale = stream.getTimescale() == null ? 1 : Math.max(1, stream.getTimescale());
            for (Event event : Lane.orEmpty(stream.getEvents())) {
                double from = event.getPresentationTime() == null ? 0 : event.getPresentationTime();
                splices.add(startMicros + Math.round(from * 1e6 / scale));
                if (event.getDuration() != null) {
                    double until = from + event.getDuration();
                    splices.add(startMicros + Math.round(until * 1e6 / scale));
                }
            }
        }
        return List.copyOf(splices);
    }

    static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1_000;
    }
}
