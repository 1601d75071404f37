package io.sightline.source.ingest.dash;

import io.lindstrom.mpd.data.AdaptationSet;
import io.lindstrom.mpd.data.BaseURL;
import io.lindstrom.mpd.data.MPD;
import io.lindstrom.mpd.data.Period;
import io.lindstrom.mpd.data.Representation;
import io.lindstrom.mpd.data.SegmentBase;
import io.lindstrom.mpd.data.SegmentList;
import io.lindstrom.mpd.data.SegmentTemplate;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.manifest.SegmentKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One representation with what it inherits from its adaptation set and its period.
 *
 * @param base against which its segments' places are resolved
 * @param key stands for the protection that an MPD declares; null when it is in the clear
 */
record Lane(AdaptationSet set, Representation representation, URI base, @Nullable SegmentKey key) {

    private static final String VIDEO = "video";
    private static final String AUDIO = "audio";

    /** The representations of a period that carry pictures; failing those, sound. */
    static List<Lane> mainOf(MPD mpd, Period period, URI home) throws FetchException {
        List<Lane> pictures = new ArrayList<>();
        for (AdaptationSet set : orEmpty(period.getAdaptationSets())) {
            pictures.addAll(of(mpd, period, set, home, VIDEO));
        }
        return pictures.isEmpty() ? soundOf(mpd, period, home) : pictures;
    }

    /** Those of the first adaptation set that carries sound. */
    static List<Lane> soundOf(MPD mpd, Period period, URI home) throws FetchException {
        for (AdaptationSet set : orEmpty(period.getAdaptationSets())) {
            List<Lane> sound = of(mpd, period, set, home, AUDIO);
            if (!sound.isEmpty()) {
                return sound;
            }
        }
        return List.of();
    }

    boolean isSound() {
        return AUDIO.equals(kindOf(set, representation));
    }

    private static List<Lane> of(MPD mpd, Period period, AdaptationSet set, URI home, String kind)
            throws FetchException {
        List<Lane> lanes = new ArrayList<>();
        for (Representation one : orEmpty(set.getRepresentations())) {
            if (kind.equals(kindOf(set, one))) {
                URI base = home;
                for (List<BaseURL> urls :
                        List.of(
                                orEmpty(mpd.getBaseURLs()),
                                orEmpty(period.getBaseURLs()),
                                orEmpty(set.getBaseURLs()),
                                orEmpty(one.getBaseURLs()))) {
                    if (!urls.isEmpty()) {
                        base = EntryLocation.resolve(base, urls.get(0).getValue());
                    }
                }
                lanes.add(new Lane(set, one, base, keyOf(set, one)));
            }
        }
        return lanes;
    }

    private static String kindOf(AdaptationSet set, Representation one) {
        return Stream.of(set.getContentType(), one.getMimeType(), set.getMimeType())
                .filter(Objects::nonNull)
                .map(type -> type.toLowerCase(Locale.ROOT).split("/", 2)[0])
                .findFirst()
                .orElse("");
    }

    private static @Nullable SegmentKey keyOf(AdaptationSet set, Representation one) {
        boolean isProtected =
                !orEmpty(set.getContentProtections()).isEmpty()
                        || !orEmpty(one.getContentProtections()).isEmpty();
        return isProtected ? new SegmentKey("common encryption (ISO/IEC 23001-7)", null, "") : null;
    }

    @Nullable SegmentTemplate template(Period period) {
        SegmentTemplate own = or(representation.getSegmentTemplate(), set.getSegmentTemplate());
        return or(own, period.getSegmentTemplate());
    }

    @Nullable SegmentList list(Period period) {
        SegmentList own = or(representation.getSegmentList(), set.getSegmentList());
        return or(own, period.getSegmentList());
    }

    @Nullable SegmentBase index(Period period) {
        SegmentBase own = or(representation.getSegmentBase(), set.getSegmentBase());
        return or(own, period.getSegmentBase());
    }

    @Nullable Long height() {
        return or(representation.getHeight(), set.getHeight());
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T inherited) {
        return own == null ? inherited : own;
    }
}
