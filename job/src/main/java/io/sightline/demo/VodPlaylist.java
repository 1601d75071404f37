package io.sightline.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The segments of a finished HLS playlist, as far as publishing them again needs it.
 *
 * @param initSegment the file with which fMP4 segments begin, relative to the playlist
 * @param segments in order
 */
record VodPlaylist(Optional<String> initSegment, List<Segment> segments) {

    /**
     * One segment.
     *
     * @param file relative to the playlist
     */
    record Segment(String file, Duration duration) {}

    VodPlaylist {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("A playlist without segments cannot be published");
        }
    }

    static VodPlaylist read(Path playlist) throws IOException {
        Optional<String> init = Optional.empty();
        List<Segment> segments = new ArrayList<>();
        Duration duration = Duration.ZERO;
        for (String line : Files.readAllLines(playlist)) {
            if (line.startsWith("#EXT-X-MAP:")) {
                init = Optional.of(line.replaceFirst(".*URI=\"([^\"]*)\".*", "$1"));
            } else if (line.startsWith("#EXTINF:")) {
                String seconds = line.substring("#EXTINF:".length()).split(",", -1)[0];
                duration = Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                segments.add(new Segment(line.strip(), duration));
            }
        }
        return new VodPlaylist(init, segments);
    }

    Duration longestSegment() {
        return segments.stream()
                .map(Segment::duration)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
