package io.sightline.inject;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made.
 *
 * @param clip to plant defects in
 * @param sound a file whose sound is used instead of the clip's own; null: the clip's
 * @param repeatToMicros the clip is shown over and over up to this length, at a constant rate; 0:
 *     as it is
 * @param size of the pictures; null: as they are
 * @param plantings in any order
 * @param seed of everything that is random; the same gives the same bytes
 * @param output its extension names the container
 * @param coding what is not as in the clip
 */
public record InjectionRequest(
        Path clip,
        @Nullable Path sound,
        long repeatToMicros,
        @Nullable Size size,
        List<Planting> plantings,
        long seed,
        Path output,
        Coding coding) {

    /** Of pictures, in samples. */
    public record Size(int width, int height) {}

    /**
     * How the new clip is coded.
     *
     * @param video a codec as FFmpeg calls it; null: that of the clip, if it can be written
     * @param audio likewise
     * @param videoBitsPerSecond 0: that of the clip, or what suits the size
     */
    public record Coding(@Nullable String video, @Nullable String audio, long videoBitsPerSecond) {

        /** As the clip is coded. */
        public static final Coding AS_THE_CLIP = new Coding(null, null, 0);
    }

    public InjectionRequest {
        plantings = List.copyOf(plantings);
    }

    public static InjectionRequest of(Path clip, Path output, long seed, Planting... plantings) {
        return new InjectionRequest(
                clip, null, 0, null, List.of(plantings), seed, output, Coding.AS_THE_CLIP);
    }

    public InjectionRequest withCoding(Coding newCoding) {
        return new InjectionRequest(
                clip, sound, repeatToMicros, size, plantings, seed, output, newCoding);
    }

    public InjectionRequest withSound(Path newSound) {
        return new InjectionRequest(
                clip, newSound, repeatToMicros, size, plantings, seed, output, coding);
    }

    public InjectionRequest repeatedTo(long micros) {
        return new InjectionRequest(clip, sound, micros, size, plantings, seed, output, coding);
    }

    public InjectionRequest scaledTo(Size newSize) {
        return new InjectionRequest(
                clip, sound, repeatToMicros, newSize, plantings, seed, output, coding);
    }

    /** The container, in lower case. */
    String extension() {
        String name = output.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    boolean isTransportStream() {
        return List.of("ts", "mts", "m2ts", "mpegts").contains(extension());
    }
}
