package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detector.api.VideoDetector;
import io.sightline.testing.PlugInJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/how-to/add-a-detector.md in a folder of plug-ins, with the launcher. */
class PlugInITCase {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));

    @TempDir private Path folder;

    private Path plugIns;

    private record Result(int status, String text) {}

    @BeforeEach
    void makeAFolder() throws IOException {
        plugIns = Files.createDirectory(folder.resolve("plug-ins"));
    }

    @Test
    void isListedAndOpensAnAlert() throws Exception {
        PlugInJar.build(plugIns, "studio", page("java"), VideoDetector.class, page("text"));
        Path clip = folder.resolve("clip.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(10))
                .withSize(160, 120, 25)
                .with(PlantedDefect.Kind.BLACK, Duration.ofSeconds(4), Duration.ofSeconds(9))
                .write(clip, Packaging.MP4);
        Path policy = Files.writeString(folder.resolve("studio.yaml"), page("yaml"));

        Result listed = run("detectors");
        Result watched =
                run(
                        "monitor",
                        clip.toString(),
                        "--policy",
                        policy.toString(),
                        "--detectors",
                        "studio.*",
                        "--output",
                        folder.resolve("out").toString(),
                        "--print",
                        "json");

        assertThat(listed.status).isZero();
        assertThat(listed.text)
                .containsPattern("studio\\.dim +1 +video +negligible, under 1 % +studio\\.jar")
                .contains("studio_brightness");
        assertThat(watched.status).as(watched.text).isZero();
        assertThat(watched.text)
                .contains("\"defect\":\"studio.dim\"")
                .doesNotContain("\"defect\":\"video.black\"");
    }

    @Test
    void oneThatCannotBeUsedEndsTheStart() throws Exception {
        PlugInJar.build(
                plugIns, "lost", page("java"), VideoDetector.class, "com.example.studio.Lost");

        Result listed = run("detectors");
        Result watched = run("monitor", "in.ts");

        assertThat(listed.status).isEqualTo(2);
        assertThat(listed.text)
                .contains("video.black")
                .contains("sightline: A plug-in cannot be loaded: ")
                .contains("com.example.studio.Lost");
        assertThat(watched.status).isEqualTo(2);
        assertThat(watched.text).contains("com.example.studio.Lost");
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("job/bin/sightline").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(folder.toFile());
        builder.environment().put("SIGHTLINE_PLUGINS", plugIns.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
    }

    private static String page(String language) throws IOException {
        Path page = ROOT.resolve("docs/how-to/add-a-detector.md");
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(page));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
