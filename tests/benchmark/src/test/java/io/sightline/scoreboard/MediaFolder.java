package io.sightline.scoreboard;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of bases are.
 *
 * @param clips as they were published
 * @param made for what is made of them; owned by the caller
 */
record MediaFolder(Path clips, Path made) {

    /** Another one whenever interlaced pictures are made in another way. */
    private static final String WOVEN = "woven-1-";

    private static final int SECONDS = 20;

    @Nullable Path soundOf(Base base) {
        return base.sound() == null ? null : clips.resolve(base.sound());
    }

    Path fileOf(Base base) {
        Path file = clips.resolve(base.file());
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("No clip at " + file);
        }
        return base.isWoven() ? made.resolve(WOVEN + base.name() + ".mkv") : file;
    }

    /**
     * Makes interlaced pictures, if there are none yet: 50 pictures a second, of which each second
     * one gives every other line, as a camera takes fields.
     */
    void prepare(Base base) throws IOException {
        Path woven = fileOf(base);
        if (!base.isWoven() || Files.exists(woven)) {
            return;
        }
        Path part = made.resolve("part-" + woven.getFileName());
        String filters =
                "setpts=N/50/TB,fps=50,scale=720:576,separatefields,select='eq(mod(n,4),0)+eq(mod(n,4),3)',"
                        + "weave=first_field=top,setpts=N/25/TB,fps=25,setfield=tff";
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                "-v",
                                "error",
                                "-y",
                                "-stream_loop",
                                "-1",
                                "-i",
                                clips.resolve(base.file()).toString(),
                                "-map",
                                "0:V:0",
                                "-map",
                                "0:a:0?",
                                "-t",
                                Integer.toString(SECONDS),
                                "-vf",
                                filters,
                                "-c:v",
                                "mpeg2video",
                                "-flags:v",
                                "+ildct+ilme",
                                "-q:v",
                                "2",
                                "-c:a",
                                "pcm_s16le",
                                part.toString()));
        Files.move(part, woven);
    }
}
