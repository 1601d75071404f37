package io.sightline.source.enumerator;

import io.sightline.detector.model.StreamId;
import io.sightline.policy.Policy;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * One stream to watch, as the registry or the command line names it.
 *
 * @param url a path or a URL: file, http, https (progressive, or HLS by {@code .m3u8}), udp
 * @param renditions which of an adaptive stream's renditions to watch
 * @param renditionNames the names to watch when {@code renditions} is {@code LISTED}
 * @param detectors ids of the detectors to run; empty means all
 * @param policy name of a policy template
 * @param labels kept in every alert of the stream
 * @param audioExpected whether sound is missed even if the input never announces any
 */
public record StreamEntry(
        StreamId id,
        String url,
        Renditions renditions,
        List<String> renditionNames,
        List<String> detectors,
        String policy,
        Map<String, String> labels,
        boolean audioExpected,
        boolean enabled)
        implements Serializable {

    /** Which renditions of an adaptive stream are watched. */
    public enum Renditions {
        ALL,
        HIGHEST,
        LOWEST,
        LISTED
    }

    public StreamEntry {
        renditionNames = List.copyOf(renditionNames);
        detectors = List.copyOf(detectors);
        labels = Map.copyOf(labels);
    }

    /**
     * A stream of which only this is said: its highest rendition, all detectors, the default
     * policy.
     */
    public static StreamEntry of(StreamId id, String url) {
        return new StreamEntry(
                id,
                url,
                Renditions.HIGHEST,
                List.of(),
                List.of(),
                Policy.DEFAULT,
                Map.of(),
                /* audioExpected= */ false,
                /* enabled= */ true);
    }
}
