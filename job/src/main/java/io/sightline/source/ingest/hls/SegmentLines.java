package io.sightline.source.ingest.hls;

import io.lindstrom.m3u8.model.KeyMethod;
import io.lindstrom.m3u8.model.SegmentMap;
import io.sightline.detector.model.TimeBase;
import io.sightline.source.ingest.fetch.ByteSpan;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.MediaSegment;
import io.sightline.source.ingest.manifest.SegmentKey;
import io.sightline.source.ingest.manifest.SegmentPart;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a media playlist in their order: keys, init sections, byte ranges and
 * programme times hold on until the next one says otherwise.
 */
final class SegmentLines {

    private final URI base;
    private final SpliceTags splices;
    private int index; // in the playlist
    private long sequence;
    private SegmentPart.@Nullable Init init;
    private io.lindstrom.m3u8.model.@Nullable SegmentKey key;
    private long programTimeMicros = TimeBase.NO_TIME;
    private long spanEnd;
    private URI spanPlace;

    SegmentLines(URI base, long firstSequence, SpliceTags splices) {
        this.base = base;
        this.splices = splices;
        this.spanPlace = base;
        this.sequence = firstSequence;
    }

    MediaSegment next(io.lindstrom.m3u8.model.MediaSegment line) throws FetchException {
        if (line.segmentKey().isPresent()) {
            key = line.segmentKey().get();
        }
        if (line.segmentMap().isPresent()) {
            init = init(line.segmentMap().get());
        }
        if (line.programDateTime().isPresent()) {
            Instant made = line.programDateTime().get().toInstant();
            programTimeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, made);
        } else if (line.discontinuity()) {
            programTimeMicros = TimeBase.NO_TIME;
        }
        URI place = EntryLocation.resolve(base, line.uri());
        long durationMicros = Math.round(line.duration() * 1e6);
        MediaSegment segment =
                new MediaSegment(
                        sequence,
                        List.of(new SegmentPart(place, span(line, place), init, keyFor(sequence))),
                        line.discontinuity(),
                        line.gap(),
                        durationMicros,
                        programTimeMicros,
                        splices.within(index, programTimeMicros, durationMicros));
        index++;
        sequence = Math.incrementExact(sequence);
        if (programTimeMicros != TimeBase.NO_TIME) {
            programTimeMicros += durationMicros;
        }
        return segment;
    }

    private SegmentPart.Init init(SegmentMap map) throws FetchException {
        @Nullable ByteSpan span =
                map.byteRange()
                        .map(range -> new ByteSpan(range.offset().orElse(0L), range.length()))
                        .orElse(null);
        return new SegmentPart.Init(EntryLocation.resolve(base, map.uri()), span, keyFor(sequence));
    }

    private @Nullable ByteSpan span(io.lindstrom.m3u8.model.MediaSegment line, URI place) {
        if (line.byteRange().isEmpty()) {
            return null;
        }
        long implied = place.equals(spanPlace) ? spanEnd : 0;
        long offset = line.byteRange().get().offset().orElse(implied);
        ByteSpan span = new ByteSpan(offset, line.byteRange().get().length());
        spanEnd = span.offset() + span.length();
        spanPlace = place;
        return span;
    }

    /** RFC 8216, 5.2: without an initialization vector it is the sequence number. */
    private @Nullable SegmentKey keyFor(long number) throws FetchException {
        if (key == null || key.method() == KeyMethod.NONE) {
            return null;
        }
        String iv =
                key.iv()
                        .map(given -> given.replaceFirst("^0[xX]", ""))
                        .orElseGet(() -> "%032x".formatted(number));
        boolean isIdentity = key.keyFormat().map("identity"::equals).orElse(true);
        String method = isIdentity ? key.method().toString() : key.keyFormat().orElseThrow();
        @Nullable URI place =
                key.uri().isPresent() ? EntryLocation.resolve(base, key.uri().get()) : null;
        return new SegmentKey(method, place, "0".repeat(Math.max(0, 32 - iv.length())) + iv);
    }
}
