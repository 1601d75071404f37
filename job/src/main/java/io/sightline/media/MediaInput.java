package io.sightline.media;

import java.util.Map;

/** Where a demuxer reads from. */
public sealed interface MediaInput {

    /**
     * A file or a URL that the media library reads itself.
     *
     * @param location a path or a URL; shown to people only through {@code Redaction}
     * @param options options of the library's protocol or demuxer
     */
    record Location(String location, Map<String, String> options) implements MediaInput {
        public Location {
            options = Map.copyOf(options);
        }
    }

    /**
     * Bytes that Java brings.
     *
     * @param bytes read from the thread that reads the demuxer, never concurrently
     * @param name a file-like name that helps to recognise the container
     * @param firstTrack the number of its first track, to tell the tracks of several inputs apart
     */
    record Bytes(ByteSource bytes, String name, int firstTrack) implements MediaInput {
        /** Whose tracks are numbered from 0. */
        public Bytes(ByteSource bytes, String name) {
            this(bytes, name, 0);
        }
    }
}
