package io.sightline.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Six seconds of a moving picture and of sound, coded without loss, to plant defects in.
 *
 * @param folder for what is made of it
 */
record TestClip(Path folder, Path file, Decoded before) {

    static final int RATE = 25;

    /** The first picture of a defect that is planted by {@link #with}. */
    static final int FROM = 50;

    /** The first one after it. */
    static final int TO = 100;

    static final double SECONDS = 6;

    static TestClip in(Path folder) throws IOException {
        Path clip = folder.resolve("clip.mkv");
        String graph =
                "testsrc2=size=%dx%d:rate=%d,format=yuv420p,hue=s=0.5,noise=alls=6:allf=t+u"
                        .formatted(Decoded.WIDTH, Decoded.HEIGHT, RATE);
        String sound =
                "aevalsrc='0.2*sin(2*PI*440*t)+0.05*(random(0)-0.5)|0.15*sin(2*PI*440*t)+0.05*(random(1)-0.5)':s=48000";
        FfmpegProgram.ffmpeg()
                .run(
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        graph,
                        "-f",
                        "lavfi",
                        "-i",
                        sound,
                        "-t",
                        Double.toString(SECONDS),
                        "-c:v",
                        "ffv1",
                        "-c:a",
                        "pcm_f32le",
                        clip.toString());
        return new TestClip(folder, clip, Decoded.of(clip));
    }

    Labels plant(Path output, Planting... plantings) throws IOException, InjectException {
        return Injection.run(InjectionRequest.of(file, output, 7, plantings));
    }

    /** The clip with the one defect from 2 s to 4 s, and a label that says so. */
    Decoded with(Planting planting) throws Exception {
        Path output = folder.resolve(planting.kind() + ".mkv");
        Labels labels = plant(output, planting);
        assertThat(labels.labels()).hasSize(1);
        Label label = labels.labels().get(0);
        assertThat(label.defect()).isEqualTo(planting.kind());
        assertThat(label.fromMicros()).isBetween(1_999_000L, 2_001_000L);
        assertThat(label.toMicros()).isBetween(3_999_000L, 4_001_000L);
        Decoded after = Decoded.of(output);
        if (planting.kind().startsWith("video") && after.pictureCount() == before.pictureCount()) {
            for (int i : List.of(0, FROM - 1, TO, TO + 40)) {
                assertThat(after.mean(i)).as("picture %d", i).isEqualTo(before.mean(i));
            }
        }
        return after;
    }

    /** During the seconds of {@link #with}. */
    static Planting of(String kind) {
        return Planting.of(kind, 2, 4);
    }
}
