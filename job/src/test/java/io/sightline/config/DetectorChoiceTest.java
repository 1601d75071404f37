package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorChoiceTest {

    private static final List<String> KNOWN =
            List.of("audio.hum", "audio.silence", "studio.dim", "video.black", "video.freeze");

    private final List<String> problems = new ArrayList<>();

    private List<String> choose(String... words) {
        return DetectorChoice.of(List.of(words), KNOWN, problems::add);
    }

    @Test
    void takesIdsPatternsAndWhatIsLeftOfThem() {
        assertThat(choose("video.freeze", "audio.hum"))
                .containsExactly("audio.hum", "video.freeze");
        assertThat(choose("video.*")).containsExactly("video.black", "video.freeze");
        assertThat(choose("*.*e*")).containsExactly("audio.silence", "video.freeze");
        assertThat(choose("video.*", "audio.*", "-audio.hum"))
                .containsExactly("audio.silence", "video.black", "video.freeze");
        assertThat(choose("-video.*")).containsExactly("audio.hum", "audio.silence", "studio.dim");
        assertThat(choose("-video.*", "video.black")).contains("video.black");
        assertThat(choose("*")).isEqualTo(KNOWN);
        assertThat(problems).isEmpty();
    }

    @Test
    void saysWhatMeansNothing() {
        choose("video.blck", "radio.*", "-audio.humm", "a.b\\E.*");
        choose("audio.hum", "-audio.*");

        assertThat(problems)
                .containsExactly(
                        "unknown detector 'video.blck'; did you mean 'video.black'?",
                        "no detector matches 'radio.*'",
                        "unknown detector 'audio.humm'; did you mean 'audio.hum'?",
                        "no detector matches 'a.b\\E.*'",
                        "'audio.hum,-audio.*' leaves no detector");
    }
}
