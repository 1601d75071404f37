package io.sightline.media.ffmpeg;

/** Whether what was borrowed is destroyed when its time is over, to find who kept it. */
public enum FramePoisoning {
    /** Pixels are read where the decoder put them. */
    OFF,
    /**
     * Every picture and block is handed out as a private copy; when its borrow ends, pixels become
     * 0xDB bytes and samples NaN. For tests: slow, and allocates.
     */
    ON
}
