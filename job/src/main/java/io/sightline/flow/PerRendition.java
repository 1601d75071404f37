package io.sightline.flow;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator keeps for each rendition at work, found by the identity of its {@link
 * RenditionRef}: looked up for every picture, it compares no strings. When the registry's entry
 * changes, events of the same rendition come with another ref, and take over what was kept.
 *
 * <p>Thread: the task's. Ownership: values stay the caller's.
 */
public final class PerRendition<V> {

    private final IdentityHashMap<RenditionRef, V> values = new IdentityHashMap<>();

    public @Nullable V get(RenditionRef origin) {
        return values.get(origin);
    }

    public void put(RenditionRef origin, V value) {
        values.put(origin, value);
    }

    public @Nullable V remove(RenditionRef origin) {
        return values.remove(origin);
    }

    /**
     * Removes what is kept for the same rendition under another ref, when there is nothing under
     * {@code origin} itself; null when there is none.
     */
    public @Nullable V removeFormer(RenditionRef origin) {
        for (RenditionRef other : values.keySet()) {
            if (other.rendition().equals(origin.rendition())
                    && other.stream().equals(origin.stream())) {
                return values.remove(other);
            }
        }
        return null;
    }

    public Set<Map.Entry<RenditionRef, V>> entries() {
        return values.entrySet();
    }

    public Collection<V> values() {
        return values.values();
    }

    public void clear() {
        values.clear();
    }
}
