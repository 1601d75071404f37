package io.sightline.scoreboard;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Of the pictures of a file, as its first ones are.
 *
 * @param rate pictures a second
 */
record PictureSize(int width, int height, double rate) {

    static PictureSize of(Path clip) throws IOException {
        String probe =
                "-v error -select_streams v:0 -show_entries stream=width,height,r_frame_rate -of csv=p=0 ";
        byte[] rows = FfmpegProgram.ffprobe().run((probe + clip).split(" ", -1));
        String first = new String(rows, StandardCharsets.US_ASCII).lines().findFirst().orElse("");
        String[] columns = first.split("[,/]", -1);
        return new PictureSize(
                Integer.parseInt(columns[0]),
                Integer.parseInt(columns[1]),
                Double.parseDouble(columns[2]) / Double.parseDouble(columns[3]));
    }
}
