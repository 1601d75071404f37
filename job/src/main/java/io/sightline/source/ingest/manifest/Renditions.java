package io.sightline.source.ingest.manifest;

import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.fetch.FetchException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The renditions that a manifest offers, by name: the height with a {@code p}, or the bit rate, or
 * both where it takes both to tell them apart.
 *
 * @param <V> what the manifest says of one
 */
public final class Renditions<V> {

    /** Each may become something to watch, with threads and decoders of its own. */
    private static final int MAX_RENDITIONS = 200;

    private final Map<String, V> byName; // the lowest bit rate first

    private Renditions(Map<String, V> byName) {
        this.byName = byName;
    }

    /**
     * One that is offered.
     *
     * @param height of its pictures, null when it is not said
     */
    public record Offer<V>(V what, long bitsPerSecond, @Nullable Long height) {}

    /** What is offered, in any order; of equal names the first counts: the rest are backups. */
    public static <V> Renditions<V> of(List<Offer<V>> offers) throws FetchException {
        if (offers.size() > MAX_RENDITIONS) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE,
                    "it offers more than " + MAX_RENDITIONS + " renditions");
        }
        List<Offer<V>> sorted = new ArrayList<>(offers);
        sorted.sort(Comparator.comparingLong(Offer::bitsPerSecond));
        Map<String, V> byName = new LinkedHashMap<>();
        for (Offer<V> offer : sorted) {
            String rate = offer.bitsPerSecond() / 1000 + "k";
            String plain = offer.height() == null ? rate : offer.height() + "p";
            String name = byName.containsKey(plain) ? plain + "-" + rate : plain;
            byName.putIfAbsent(name, offer.what());
        }
        return new Renditions<>(byName);
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** The lowest bit rate first. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * The one that is rendition {@code name} of the input. A rendition that is chosen by a rule has
     * no name of its own, so the rule is applied again each time.
     */
    public V choose(StreamInput input, String name) throws FetchException {
        V named = byName.get(name);
        if (named != null) {
            return named;
        }
        List<V> all = List.copyOf(byName.values());
        if (all.isEmpty() || input.renditions() == StreamInput.Renditions.LISTED) {
            throw new FetchException(
                    FetchException.Reason.NOT_FOUND,
                    "the manifest has no rendition '%s', only %s".formatted(name, names()));
        }
        return all.get(input.renditions() == StreamInput.Renditions.LOWEST ? 0 : all.size() - 1);
    }
}
