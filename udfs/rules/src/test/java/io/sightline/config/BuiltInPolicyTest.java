package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.StreamId;
import io.sightline.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class BuiltInPolicyTest {

    @Test
    void hasARuleForEveryBuiltInDefect() {
        Policy policy = PolicyFile.builtIn();

        assertThat(policy.version()).isEqualTo("built-in-1");
        assertThat(policy.templates()).contains("default", "sound-only", "still-picture");
        assertThat(policy.rulesFor(new StreamId("news-7"), "default"))
                .extracting(rule -> rule.defect().value())
                .containsExactly(
                        "audio.channel_dead",
                        "audio.click",
                        "audio.click_learned",
                        "audio.clipping",
                        "audio.dc_offset",
                        "audio.distortion_learned",
                        "audio.dropout",
                        "audio.dropout_learned",
                        "audio.format_change",
                        "audio.hiss",
                        "audio.hiss_learned",
                        "audio.hum",
                        "audio.hum_learned",
                        "audio.loudness",
                        "audio.loudness_jump",
                        "audio.missing",
                        "audio.mono",
                        "audio.noise_burst",
                        "audio.phase",
                        "audio.silence",
                        "audio.true_peak",
                        "av.dead_air",
                        "av.drift",
                        "av.sync",
                        "av.sync_to_reference",
                        "caption.missing",
                        "manifest.download",
                        "manifest.rendition",
                        "manifest.segment",
                        "manifest.sequence",
                        "manifest.stale",
                        "stream.bitrate",
                        "stream.format",
                        "stream.no_signal",
                        "stream.stall",
                        "stream.timestamp",
                        "transport.continuity",
                        "transport.pcr",
                        "transport.psi",
                        "transport.sync",
                        "video.banding",
                        "video.black",
                        "video.block_corruption",
                        "video.blockiness",
                        "video.blur",
                        "video.combing",
                        "video.decode_error",
                        "video.field_order",
                        "video.flashing",
                        "video.format_change",
                        "video.frame_drop",
                        "video.freeze",
                        "video.freeze_partial",
                        "video.letterbox",
                        "video.levels",
                        "video.noise",
                        "video.solid_colour",
                        "video.stutter",
                        "video.test_pattern",
                        "watch.coverage",
                        "watch.detector");
    }

    @Test
    void isTheFileThatIsDocumented() throws IOException {
        Path documented =
                Path.of(System.getProperty("sightline.root"), "flink-conf", "policy.yaml");

        assertThat(PolicyFileTest.class.getResourceAsStream("policy.yaml"))
                .hasBinaryContent(Files.readAllBytes(documented));
    }
}
