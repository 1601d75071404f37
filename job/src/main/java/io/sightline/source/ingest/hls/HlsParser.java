package io.sightline.source.ingest.hls;

import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaType;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.Listing;
import io.sightline.source.ingest.manifest.MediaSegment;
import io.sightline.source.ingest.manifest.Renditions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns the text of playlists (RFC 8216) into what the reader works with. */
public final class HlsParser {

    private static final Pattern BLANK_AFTER_COLON =
            Pattern.compile("^(#EXT[^:\\n]*):[ \\t]+", Pattern.MULTILINE);

    private static final Pattern QUERY = Pattern.compile("\\?[^\\s\"']*");
    private static final String SEGMENT = "#EXTINF";

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
        // Packagers write blanks before values; the parser does not take them.
        return BLANK_AFTER_COLON.matcher(begin).replaceAll("$1:");
    }

    /** What a master playlist offers. */
    static HlsMaster master(String text, URI base) throws FetchException {
        MasterPlaylist playlist;
        try {
            playlist = new MasterPlaylistParser(ParsingMode.LENIENT).readPlaylist(text);
        } catch (PlaylistParserException | RuntimeException failure) {
            throw unusable(failure);
        }
        List<Renditions.Offer<HlsVariant>> offers = new ArrayList<>();
        for (Variant variant : playlist.variants()) {
            offers.add(
                    new Renditions.Offer<>(
                            new HlsVariant(
                                    EntryLocation.resolve(base, variant.uri()),
                                    variant.bandwidth(),
                                    variant.audio().orElse("")),
                            variant.bandwidth(),
                            variant.resolution().map(size -> (long) size.height()).orElse(null)));
        }
        Renditions<HlsVariant> variants = Renditions.of(offers);
        if (variants.isEmpty()) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE, "the master playlist offers no rendition");
        }
        return new HlsMaster(variants, sounds(playlist, base));
    }

    /** Of each group what is played by default, or else comes first. */
    private static Map<String, URI> sounds(MasterPlaylist playlist, URI base)
            throws FetchException {
        Map<String, AlternativeRendition> chosen = new HashMap<>();
        for (AlternativeRendition one : playlist.alternativeRenditions()) {
            if (one.type() == MediaType.AUDIO) {
                chosen.merge(
                        one.groupId(),
                        one,
                        (first, next) ->
                                !first.defaultRendition().orElse(false)
                                                && next.defaultRendition().orElse(false)
                                        ? next
                                        : first);
            }
        }
        Map<String, URI> places = new HashMap<>();
        for (AlternativeRendition one : chosen.values()) {
            if (one.uri().isPresent()) {
                places.put(one.groupId(), EntryLocation.resolve(base, one.uri().get()));
            }
        }
        return places;
    }

    /** The segments listed. */
    static Listing media(String text, URI base) throws FetchException {
        requireFew(text);
        MediaPlaylist playlist;
        List<MediaSegment> segments = new ArrayList<>();
        try {
            playlist =
                    new MediaPlaylistParser(ParsingMode.LENIENT)
                            .readPlaylist(SpliceTags.without(text));
            SegmentLines lines =
                    new SegmentLines(base, playlist.mediaSequence(), SpliceTags.of(text));
            for (io.lindstrom.m3u8.model.MediaSegment line : playlist.mediaSegments()) {
                segments.add(lines.next(line)); // times and places may be beyond all bounds
            }
        } catch (PlaylistParserException | RuntimeException failure) {
            throw unusable(failure);
        }
        return new Listing(
                Listing.Numbering.COUNTED,
                playlist.mediaSequence(),
                segments,
                Math.max(1, playlist.targetDuration()) * 1000L,
                !playlist.ongoing(),
                /* declaredBitsPerSecond= */ 0);
    }

    /** Counts before anything is made of them. */
    private static void requireFew(String text) throws FetchException {
        int segments = 0;
        for (int at = text.indexOf(SEGMENT); at >= 0; at = text.indexOf(SEGMENT, at + 1)) {
            segments++;
        }
        if (segments > Listing.MAX_SEGMENTS) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE,
                    "it lists more than " + Listing.MAX_SEGMENTS + " segments");
        }
    }

    private static FetchException unusable(Exception failure) {
        String quoted = String.valueOf(failure.getMessage()); // may hold lines of the playlist
        return new FetchException(
                FetchException.Reason.UNUSABLE,
                "the playlist cannot be understood: " + QUERY.matcher(quoted).replaceAll(""),
                failure);
    }
}
