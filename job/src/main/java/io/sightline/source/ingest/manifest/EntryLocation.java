package io.sightline.source.ingest.manifest;

import io.sightline.media.Redaction;
import io.sightline.source.HttpSettings;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.InputKind;
import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.FetchException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the manifest of an input lies. */
public final class EntryLocation {

    private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);

    private EntryLocation() {}

    /** What the requests of an input may reach. */
    public static Access accessOf(StreamInput input, HttpSettings settings) throws FetchException {
        return new Access(
                placeOf(input.url()), input.headers(), settings.refusesPrivateAddresses());
    }

    /** A {@code file}, {@code http} or {@code https} URI. */
    private static URI placeOf(String url) throws FetchException {
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

    /** Relative places have secrets in their query, too. */
    private static String shown(String place) {
        return Redaction.of(QUERY.matcher(place).replaceFirst(""));
    }

    /** Resolves a place that a manifest names; whether it may be fetched is decided when it is. */
    public static URI resolve(URI base, @Nullable String given) throws FetchException {
        if (given == null) {
            throw new FetchException(FetchException.Reason.UNUSABLE, "a place is not said");
        }
        try {
            return base.resolve(new URI(given.trim().replace(" ", "%20")));
        } catch (URISyntaxException failure) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE, "not a URL: " + shown(given), failure);
        }
    }
}
