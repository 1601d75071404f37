package io.sightline.config;

import java.util.List;

/** An edit of a registry that is not made; nothing was changed. */
public final class EditRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of texts
    private final List<String> reasons;

    /**
     * Refuses.
     *
     * @param reasons a sentence each, for people
     */
    public EditRefused(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    public EditRefused(String reason) {
        this(List.of(reason));
    }

    public List<String> reasons() {
        return reasons;
    }
}
