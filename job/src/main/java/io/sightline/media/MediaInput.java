package io.sightline.media;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a demuxer reads from. */
public sealed interface MediaInput {

    /**
     * A file or a URL that the media library reads itself.
     *
     * @param location a path or a URL; shown to people only through {@code Redaction}
     * @param options options of the library's protocol or demuxer; may be secret
     * @param program as {@link #program()}
     * @param tap sees what the protocol brings; null where nobody looks
     */
    record Location(
            String location, Map<String, String> options, int program, @Nullable ByteTap tap)
            implements MediaInput {
        public Location {
            options = Map.copyOf(options);
        }

        /** That nobody looks at on its way. */
        public Location(String location, Map<String, String> options, int program) {
            this(location, options, program, null);
        }

        /** Of whose programmes the first is read. */
        public Location(String location, Map<String, String> options) {
            this(location, options, 0);
        }

        /** The same, of which {@code given} sees the bytes. */
        public Location withTap(ByteTap given) {
            return new Location(location, options, program, given);
        }

        @Override
        public String toString() {
            return Redaction.of(location);
        }
    }

    /**
     * Bytes that Java brings.
     *
     * @param bytes read from the thread that reads the demuxer, never concurrently
     * @param name a file-like name that helps to recognise the container
     * @param firstTrack the number of its first track, to tell the tracks of several inputs apart
     * @param program as {@link #program()}
     */
    record Bytes(ByteSource bytes, String name, int firstTrack, int program) implements MediaInput {
        /** Whose tracks are numbered from 0, and of whose programmes the first is read. */
        public Bytes(ByteSource bytes, String name) {
            this(bytes, name, 0, 0);
        }

        /** The same, read through something else. */
        public Bytes withBytes(ByteSource other) {
            return new Bytes(other, name, firstTrack, program);
        }
    }

    /**
     * The number of the programme to read where a container holds several: tracks of others are
     * {@link Track.Kind#OTHER}. 0 for the first one with video, or else the first.
     */
    int program();
}
