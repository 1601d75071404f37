package io.sightline.source.enumerator;

import io.sightline.detector.model.StreamId;
import io.sightline.isolation.MarkedInput;
import io.sightline.media.Redaction;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a stream is read, and which part of it. Two entries with equal inputs are read alike.
 *
 * @param url a path or a URL
 * @param renditions which of an adaptive stream's renditions to watch
 * @param renditionNames the names to watch when {@code renditions} is {@code LISTED}
 * @param headers sent with every HTTP request; secret
 * @param program the number of the programme to watch in a multiplex of several; 0 for the first
 */
public record StreamInput(
        String url,
        Renditions renditions,
        List<String> renditionNames,
        Map<String, String> headers,
        int program)
        implements Serializable {

    /** Which renditions of an adaptive stream are watched. */
    public enum Renditions {
        ALL,
        HIGHEST,
        LOWEST,
        LISTED
    }

    public StreamInput {
        renditionNames = List.copyOf(renditionNames);
        headers = Map.copyOf(headers);
    }

    /** The best rendition and the first programme of what is there. */
    public static StreamInput of(String url) {
        return new StreamInput(url, Renditions.HIGHEST, List.of(), Map.of(), 0);
    }

    public StreamInput withRenditions(Renditions which, List<String> names) {
        return new StreamInput(url, which, names, headers, program);
    }

    public StreamInput withHeaders(Map<String, String> sent) {
        return new StreamInput(url, renditions, renditionNames, sent, program);
    }

    public StreamInput withProgram(int number) {
        return new StreamInput(url, renditions, renditionNames, headers, number);
    }

    /**
     * Whose crashes are whose: another input of the same stream begins with a clean record. Headers
     * count, since they may decide what a server sends.
     */
    public MarkedInput marked(StreamId stream) {
        return MarkedInput.of(stream, url + "\n" + new TreeMap<>(headers) + "\n" + program);
    }

    /** Without the headers, which are secret. */
    @Override
    public String toString() {
        return Redaction.of(url) + " " + renditions + renditionNames;
    }
}
