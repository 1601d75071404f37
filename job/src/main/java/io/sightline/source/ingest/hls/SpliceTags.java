package io.sightline.source.ingest.hls;

import io.sightline.detector.model.TimeBase;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The splices that a media playlist announces: date ranges with SCTE 35 (RFC 8216, 4.3.2.7.1) by
 * their begin and end, and the tags {@code EXT-X-CUE-OUT} and {@code EXT-X-CUE-IN}, which many
 * packagers write, by the segment that follows. Tags that say nothing usable are passed over.
 */
final class SpliceTags {

    private static final String OUT = "#EXT-X-CUE-OUT";
    private static final String IN = "#EXT-X-CUE-IN";
    private static final String RANGE = "#EXT-X-DATERANGE:";

    private static final Pattern SCTE_35 = Pattern.compile("[:,]\\s*SCTE35-(?:OUT|IN|CMD)=");
    private static final Pattern START = date("START-DATE");
    private static final Pattern END = date("END-DATE");
    private static final Pattern DURATION =
            Pattern.compile("[:,]\\s*(?:PLANNED-)?DURATION=([0-9]+(?:\\.[0-9]+)?)");

    /** ISO 8601 as packagers write it: also with an offset that has no colon. */
    private static final DateTimeFormatter DATE =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendPattern("[XXX][XX][X]")
                    .toFormatter(Locale.ROOT);

    private final List<Integer> followed = new ArrayList<>(); // indices of segments
    private final List<Long> datedMicros = new ArrayList<>(); // since the epoch

    private SpliceTags() {}

    private static Pattern date(String attribute) {
        return Pattern.compile("[:,]\\s*" + attribute + "=\"([^\"]{1,40})\"");
    }

    /** Those of a playlist. */
    static SpliceTags of(String text) {
        SpliceTags tags = new SpliceTags();
        int segment = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.startsWith(RANGE)) {
                tags.addRange(line);
            } else if (line.startsWith(IN) || isTag(line, OUT)) {
                tags.followed.add(segment);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                segment++;
            }
        }
        return tags;
    }

    /** The playlist without date ranges: one without an id would make all of it unreadable. */
    static String without(String text) {
        return text.contains(RANGE) ? text.replaceAll("(?m)^" + RANGE + ".*$", "") : text;
    }

    /** As opposed to {@code EXT-X-CUE-OUT-CONT}, which says that a break goes on. */
    private static boolean isTag(String line, String tag) {
        return line.startsWith(tag)
                && (line.length() == tag.length() || line.charAt(tag.length()) == ':');
    }

    private void addRange(String line) {
        Matcher start = START.matcher(line);
        if (!SCTE_35.matcher(line).find() || !start.find()) {
            return;
        }
        try {
            long begin = micros(start.group(1));
            datedMicros.add(begin);
            Matcher end = END.matcher(line);
            Matcher duration = DURATION.matcher(line);
            if (end.find()) {
                datedMicros.add(micros(end.group(1)));
            } else if (duration.find()) {
                datedMicros.add(begin + Math.round(Double.parseDouble(duration.group(1)) * 1e6));
            }
        } catch (DateTimeException | ArithmeticException unusable) {
            // no time that could be compared with those of segments
        }
    }

    private static long micros(String date) {
        return ChronoUnit.MICROS.between(
                Instant.EPOCH, OffsetDateTime.parse(date, DATE).toInstant());
    }

    /**
     * The splices within a segment, in microseconds since its begin, in their order.
     *
     * @param index of the segment in the playlist
     * @param programTimeMicros when its first sample was made, since the epoch, or {@code NO_TIME}
     */
    List<Long> within(int index, long programTimeMicros, long durationMicros) {
        TreeSet<Long> splices = new TreeSet<>();
        if (followed.contains(index)) {
            splices.add(0L);
        }
        if (programTimeMicros != TimeBase.NO_TIME) {
            for (long at : datedMicros) {
                if (at >= programTimeMicros && at - programTimeMicros < durationMicros) {
                    splices.add(at - programTimeMicros);
                }
            }
        }
        return List.copyOf(splices);
    }
}
