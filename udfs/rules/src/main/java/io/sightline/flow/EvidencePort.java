package io.sightline.flow;

import org.jspecify.annotations.Nullable;

/**
 * Where debounce, which knows of incidents, asks decode, which sees packets, for evidence. One for
 * each {@link RenditionRef}; never leaves the chain. Thread: the task's.
 */
public final class EvidencePort {

    /** Who keeps evidence of a rendition. */
    public interface Recorder {

        /**
         * An incident has opened. Returns at once; what follows is done elsewhere.
         *
         * @return where its evidence will be, or null if none is kept
         */
        @Nullable String record(EvidenceRequest incident);

        /**
         * Where the evidence of an incident is that opened before, perhaps before a restart; null
         * if none is kept.
         */
        @Nullable String placeOf(EvidenceRequest incident);
    }

    private @Nullable Recorder recorder;

    /** From here on this one is asked. */
    public void attach(Recorder next) {
        recorder = next;
    }

    /** As {@link Recorder#record}; null while nobody is attached. */
    public @Nullable String record(EvidenceRequest incident) {
        return recorder == null ? null : recorder.record(incident);
    }

    /** As {@link Recorder#placeOf}; null while nobody is attached. */
    public @Nullable String placeOf(EvidenceRequest incident) {
        return recorder == null ? null : recorder.placeOf(incident);
    }
}
