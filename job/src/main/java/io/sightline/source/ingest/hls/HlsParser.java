package io.sightline.source.ingest.hls;

import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.model.SegmentMap;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import io.sightline.detector.model.TimeBase;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the text of playlists (RFC 8216) into what the reader works with. */
public final class HlsParser {

    private static final Pattern BLANK_BEFORE_DURATION =
            Pattern.compile("^#EXTINF:[ \\t]+", Pattern.MULTILINE);

    private HlsParser() {}

    /** Whether the playlist lists renditions, as opposed to segments. */
    public static boolean isMaster(String text) {
        return text.contains("#EXT-X-STREAM-INF");
    }

    /** The text of a playlist; refuses what is none. */
    public static String text(byte[] body) throws FetchException {
        String text = new String(body, StandardCharsets.UTF_8);
        String begin = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (!begin.startsWith("#EXTM3U")) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE,
                    body.length == 0 ? "the playlist is empty" : "what came is not a playlist");
        }
        // Packagers write a blank before the duration; the parser does not take it.
        return BLANK_BEFORE_DURATION.matcher(begin).replaceAll("#EXTINF:");
    }

    /** The renditions offered, the lowest bit rate first. */
    public static List<HlsVariant> variants(String text, URI base) throws FetchException {
        MasterPlaylist playlist;
        try {
            playlist = new MasterPlaylistParser(ParsingMode.LENIENT).readPlaylist(text);
        } catch (PlaylistParserException | RuntimeException failure) {
            throw unusable(failure);
        }
        List<Variant> sorted = new ArrayList<>(playlist.variants());
        sorted.sort(Comparator.comparingLong(Variant::bandwidth));
        List<HlsVariant> variants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Variant variant : sorted) {
            String rate = variant.bandwidth() / 1000 + "k";
            String plain = variant.resolution().map(size -> size.height() + "p").orElse(rate);
            String name = names.contains(plain) ? plain + "-" + rate : plain;
            if (names.add(name)) { // the same rendition again is a backup server
                variants.add(
                        new HlsVariant(name, resolve(base, variant.uri()), variant.bandwidth()));
            }
        }
        if (variants.isEmpty()) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE, "the master playlist offers no rendition");
        }
        return variants;
    }

    /** The segments listed. */
    public static HlsPlaylist media(String text, URI base) throws FetchException {
        MediaPlaylist playlist;
        try {
            playlist = new MediaPlaylistParser(ParsingMode.LENIENT).readPlaylist(text);
        } catch (PlaylistParserException | RuntimeException failure) {
            throw unusable(failure);
        }
        List<HlsSegment> segments = new ArrayList<>();
        HlsSegment.Init init = null;
        boolean encrypted = false;
        long programTimeMicros = TimeBase.NO_TIME;
        long spanEnd = 0;
        URI spanPlace = base;
        long sequence = playlist.mediaSequence();
        for (MediaSegment segment : playlist.mediaSegments()) {
            if (segment.segmentMap().isPresent()) {
                init = init(segment.segmentMap().get(), base);
            }
            if (segment.segmentKey().isPresent()) {
                encrypted = !"NONE".equals(segment.segmentKey().get().method().toString());
            }
            if (segment.programDateTime().isPresent()) {
                Instant made = segment.programDateTime().get().toInstant();
                programTimeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, made);
            } else if (segment.discontinuity()) {
                programTimeMicros = TimeBase.NO_TIME;
            }
            URI place = resolve(base, segment.uri());
            ByteSpan span = null;
            if (segment.byteRange().isPresent()) {
                long implied = place.equals(spanPlace) ? spanEnd : 0;
                span =
                        new ByteSpan(
                                segment.byteRange().get().offset().orElse(implied),
                                segment.byteRange().get().length());
                spanEnd = span.offset() + span.length();
                spanPlace = place;
            }
            long durationMicros = Math.round(segment.duration() * 1e6);
            segments.add(
                    new HlsSegment(
                            sequence++,
                            place,
                            span,
                            init,
                            segment.discontinuity(),
                            segment.gap(),
                            encrypted,
                            durationMicros,
                            programTimeMicros));
            if (programTimeMicros != TimeBase.NO_TIME) {
                programTimeMicros += durationMicros;
            }
        }
        return new HlsPlaylist(
                playlist.mediaSequence(),
                segments,
                Math.max(1, playlist.targetDuration()) * 1000L,
                !playlist.ongoing());
    }

    private static HlsSegment.Init init(SegmentMap map, URI base) throws FetchException {
        @Nullable ByteSpan span =
                map.byteRange()
                        .map(range -> new ByteSpan(range.offset().orElse(0L), range.length()))
                        .orElse(null);
        return new HlsSegment.Init(resolve(base, map.uri()), span);
    }

    /** Resolves a place; a playlist may not lead to other schemes than its own kind. */
    static URI resolve(URI base, String given) throws FetchException {
        URI place;
        try {
            place = base.resolve(new URI(given.trim().replace(" ", "%20")));
        } catch (URISyntaxException failure) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE, "not a URL: " + given, failure);
        }
        String scheme = String.valueOf(place.getScheme()).toLowerCase(Locale.ROOT);
        boolean isAllowed =
                "file".equals(base.getScheme())
                        ? scheme.equals("file") && place.getHost() == null
                        : scheme.equals("http") || scheme.equals("https");
        if (!isAllowed) {
            throw new FetchException(
                    FetchException.Reason.FORBIDDEN,
                    "the playlist leads to the scheme '" + scheme + "', which it may not");
        }
        return place;
    }

    private static FetchException unusable(Exception failure) {
        return new FetchException(
                FetchException.Reason.UNUSABLE,
                "the playlist cannot be understood: " + failure.getMessage(),
                failure);
    }
}
