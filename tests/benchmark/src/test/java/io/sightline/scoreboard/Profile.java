package io.sightline.scoreboard;

import java.io.IOException;
import java.nio.file.Path;

/** What is in the minute of a base, as coded, before anything is planted. */
record Profile(PictureFacts pictures, SoundFacts sound) {

    static Profile of(Path clip) throws IOException {
        return new Profile(PictureFacts.of(clip), SoundFacts.of(clip));
    }
}
