package io.sightline.scoreboard;

/**
 * An incident.
 *
 * @param fromMicros on the rendition's own timeline
 * @param toMicros {@link Long#MAX_VALUE} if it never cleared
 * @param delayMicros from where it begins to when it opened, media time
 */
record Found(String stream, String defect, long fromMicros, long toMicros, long delayMicros) {

    boolean overlaps(long from, long to) {
        return fromMicros < to && from < toMicros;
    }
}
