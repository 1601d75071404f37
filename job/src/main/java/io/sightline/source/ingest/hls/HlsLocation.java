package io.sightline.source.ingest.hls;

import io.sightline.source.HttpSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.ingest.InputKind;
import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.FetchException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a playlist lies, and which of its renditions an entry asks for. */
public final class HlsLocation {

    private HlsLocation() {}

    /** What the requests of an entry may reach. */
    public static Access accessOf(StreamEntry entry, HttpSettings settings) throws FetchException {
        return new Access(
                placeOf(entry.url()), entry.input().headers(), settings.refusesPrivateAddresses());
    }

    /** The place of an entry's playlist: a {@code file}, {@code http} or {@code https} URI. */
    public static URI placeOf(String url) throws FetchException {
        try {
            if (url.toLowerCase(Locale.ROOT).startsWith("http")) {
                return new URI(url.replace(" ", "%20"));
            }
            return InputKind.pathOf(url).toAbsolutePath().toUri();
        } catch (URISyntaxException | InvalidPathException failure) {
            throw new FetchException(
                    FetchException.Reason.FORBIDDEN, "not a valid location", failure);
        }
    }

    /**
     * The variant that is rendition {@code name} of the entry. A rendition that is chosen by a rule
     * has no name of its own, so the rule is applied again each time.
     */
    public static Optional<HlsVariant> choose(
            StreamEntry entry, String name, List<HlsVariant> variants) {
        for (HlsVariant variant : variants) {
            if (variant.name().equals(name)) {
                return Optional.of(variant);
            }
        }
        return switch (entry.input().renditions()) {
            case LISTED -> Optional.empty();
            case LOWEST -> Optional.of(variants.get(0));
            case ALL, HIGHEST -> Optional.of(variants.get(variants.size() - 1));
        };
    }

    /** The names of all variants. */
    public static List<String> names(List<HlsVariant> variants) {
        List<String> names = new ArrayList<>();
        variants.forEach(variant -> names.add(variant.name()));
        return names;
    }
}
