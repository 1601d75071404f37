package io.sightline.evidence;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A station that receives media, decodes it and codes it again: its faults are in the pictures. */
final class Upstream {

    private Upstream() {}

    /**
     * What it sends on: nothing of the damage that it received was concealed, and what it sends is
     * well coded. A block that could not be decoded is what the buffer held before, so a few of
     * them may differ from run to run.
     */
    static void write(SyntheticMedia received, Path target) throws IOException {
        Path input = target.resolveSibling(target.getFileName() + ".received.ts");
        received.write(input, Packaging.TS);
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                "-v",
                                "quiet",
                                "-y",
                                "-flags",
                                "+output_corrupt",
                                "-ec", // error concealment
                                "0",
                                "-threads", // how damage looks depends on it
                                "1",
                                "-i",
                                input.toString(),
                                "-fps_mode", // what cannot be shown is the last picture again
                                "cfr",
                                "-r",
                                Integer.toString(received.framesPerSecond()),
                                "-c:v",
                                "libopenh264",
                                "-b:v",
                                "2M",
                                "-g",
                                "50",
                                "-threads",
                                "1",
                                "-c:a",
                                "aac",
                                target.toString()));
    }
}
