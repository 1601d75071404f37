package io.sightline.demo.media;

/**
 * A defect put into synthetic media on purpose: from the first picture or sample that has it to the
 * first that has not, in microseconds from the start of the media.
 *
 * @param fromMicros inclusive
 * @param toMicros exclusive
 */
public record PlantedDefect(Kind kind, long fromMicros, long toMicros) {

    /** What is wrong. */
    public enum Kind {
        /** The picture is black. */
        BLACK,
        /** The picture before it is repeated. */
        FREEZE,
        /** All samples are zero before encoding. */
        SILENCE,
        /** No audio packets. */
        AUDIO_MISSING,
        /** Bytes of the video packets are wrong; later pictures refer to damaged ones. */
        DAMAGE
    }

    public PlantedDefect {
        if (fromMicros < 0 || toMicros <= fromMicros) {
            throw new IllegalArgumentException(kind + " from " + fromMicros + " to " + toMicros);
        }
    }
}
