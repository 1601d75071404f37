package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.StreamId;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Level;
import io.sightline.policy.Policy;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import io.sightline.yaml.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyFileTest {

    private static final StreamId NEWS = new StreamId("news-7");
    private static final StreamId OTHER = new StreamId("other");

    @Test
    void inheritsFromTheBuiltInPolicyThenDefaultsThenTemplatesThenTheStream() {
        Policy policy =
                PolicyFile.parse(
                        "my.yaml",
                        """
                        version: "7"
                        defaults:
                          video.black: {open-after: 1s}
                        templates:
                          sport:
                            video.black: {clear-after: 500ms}
                          finals:
                            extends: sport
                            video.black:
                              level: {above: 0.9}
                        streams:
                          news-7:
                            template: finals
                            video.black:
                              severity: {initial: info, 1m: warning, 1.5h: critical}
                        """);

        DefectRule builtIn = black(PolicyFile.builtIn(), OTHER, "default");
        DefectRule rule = black(policy, NEWS, "default");
        assertThat(policy.version()).isEqualTo("7");
        assertThat(rule.metric()).isEqualTo(builtIn.metric());
        assertThat(rule.openAfterMicros()).isEqualTo(1_000_000);
        assertThat(rule.clearAfterMicros()).isEqualTo(500_000);
        assertThat(rule.level()).isEqualTo(Level.above(0.9, 0.9));
        assertThat(rule.severity())
                .isEqualTo(
                        new SeverityLadder(
                                Severity.INFO,
                                List.of(
                                        new SeverityLadder.Step(60_000_000, Severity.WARNING),
                                        new SeverityLadder.Step(
                                                5_400_000_000L, Severity.CRITICAL))));
        assertThat(black(policy, OTHER, "sport").level()).isEqualTo(builtIn.level());
        assertThat(black(policy, OTHER, "sport").clearAfterMicros()).isEqualTo(500_000);
        assertThat(black(policy, OTHER, "default").clearAfterMicros())
                .isEqualTo(builtIn.clearAfterMicros());
    }

    @Test
    void appliesAStreamsOwnWordsOnTopOfTheTemplateThatTheRegistryNames() {
        Policy policy =
                PolicyFile.parse(
                        "my.yaml",
                        """
                        streams:
                          news-7:
                            video.black: {open-after: 9s}
                        """);

        List<DefectRule> rules = policy.rulesFor(NEWS, "sound-only");

        assertThat(rules)
                .filteredOn(rule -> !rule.enabled())
                .extracting(DefectRule::defect)
                .containsExactly(
                        new DefectId("audio.hiss_learned"),
                        DefectId.AUDIO_MONO,
                        DefectId.VIDEO_BLACK,
                        DefectId.VIDEO_FREEZE,
                        DefectId.VIDEO_FREEZE_PARTIAL,
                        DefectId.VIDEO_SOLID_COLOUR);
        assertThat(black(policy, NEWS, "sound-only").openAfterMicros()).isEqualTo(9_000_000);
        assertThat(black(policy, NEWS, "no such template").enabled()).isTrue();
    }

    @Test
    void readsLevelsWithTwoSides() {
        Policy policy =
                PolicyFile.parse(
                        "my.yaml",
                        """
                        defaults:
                          audio.loudness: {level: {below: -30, above: -18, leave: [-28, -19]}}
                        """);

        assertThat(rule(policy, OTHER, "default", DefectId.AUDIO_LOUDNESS).level())
                .isEqualTo(new Level(-30, -28, -18, -19));
    }

    @Test
    void namesAPolicyWithoutAVersionByItsContent() {
        String one = PolicyFile.parse("a.yaml", "defaults:\n").version();

        assertThat(one).matches("sha256:[0-9a-f]{12}");
        assertThat(PolicyFile.parse("b.yaml", "defaults:\n").version()).isEqualTo(one);
        assertThat(PolicyFile.parse("b.yaml", "streams:\n").version()).isNotEqualTo(one);
    }

    @Test
    void takesTheRuleOfAPlugInWhenItIsWhole() {
        Policy policy =
                PolicyFile.parse(
                        "my.yaml",
                        """
                        defaults:
                          vendor.rain:
                            metric: rain_ratio
                            level: {above: 0.5}
                            open-after: 1s
                            clear-after: 1s
                            severity: info
                        """);

        assertThat(rule(policy, OTHER, "default", new DefectId("vendor.rain")).metric())
                .isEqualTo("rain_ratio");
    }

    @Test
    void excusesWhatIsNearASplice() {
        Policy policy =
                PolicyFile.parse(
                        "my.yaml",
                        """
                        defaults:
                          video.black: {excuse: {at: splice, within: 0s}}
                          video.freeze: {excuse: {at: splice, within: 1500ms}}
                        """);

        assertThat(rule(policy, NEWS, "default", DefectId.VIDEO_BLACK).excuseMicros()).isZero();
        assertThat(rule(policy, NEWS, "default", DefectId.VIDEO_FREEZE).excuseMicros())
                .isEqualTo(1_500_000);
        assertThat(rule(policy, NEWS, "default", DefectId.AUDIO_SILENCE).excuseMicros())
                .isEqualTo(2_000_000);
        assertThat(rule(policy, NEWS, "default", DefectId.AUDIO_MISSING).excuseMicros()).isZero();
        assertThatThrownBy(
                        () ->
                                PolicyFile.parse(
                                        "my.yaml",
                                        """
                                        defaults:
                                          video.black: {excuse: {at: slice, within: 2s}}
                                          video.freeze: {excuse: {within: 2s}}
                                          audio.silence: {excuse: {at: splice, withn: 2s}}
                                          av.sync: {excuse: often}
                                        """))
                .hasMessageContaining("my.yaml:2")
                .hasMessageContaining("my.yaml:3: 'excuse' needs 'at'")
                .hasMessageContaining("'withn'")
                .hasMessageContaining("my.yaml:5");
    }

    @Test
    void namesEveryMetricThatItJudgesBy() {
        assertThat(PolicyFile.builtIn().metrics())
                .containsExactly(
                        "audio_format_changes",
                        "audio_level_dbfs",
                        "audio_missing_ms",
                        "av_drift_ms",
                        "av_offset_ms",
                        "av_offset_to_reference_ms",
                        "banding_ratio",
                        "bitrate_to_declared",
                        "black_core_ratio",
                        "blockiness_levels",
                        "blur",
                        "caption_age_ms",
                        "click_learned",
                        "clicks_per_second",
                        "clipping",
                        "colour_bars_ratio",
                        "combed_ratio",
                        "corrupt_block_ratio",
                        "damage",
                        "dc_offset_dbfs",
                        "dead_air",
                        "detectors_off",
                        "distortion_learned",
                        "dropout_learned",
                        "dropout_ms",
                        "dropped_ratio",
                        "field_order_reversal",
                        "flash_risk_ratio",
                        "format_mismatch",
                        "freeze_difference",
                        "front_difference_db",
                        "frozen_ratio",
                        "hiss_learned",
                        "hum_db",
                        "hum_learned",
                        "illegal_level_ratio",
                        "lost_area_ratio",
                        "loudness_jump_lu",
                        "loudness_short_term_lufs",
                        "manifest_sequence_errors",
                        "manifest_stale_ms",
                        "no_signal_ms",
                        "noise_burst_db",
                        "noise_floor_rise_db",
                        "noise_levels",
                        "phase_correlation",
                        "rendition_off_ms",
                        "segment_download_ratio",
                        "segment_errors",
                        "solid_ratio",
                        "stall_ms",
                        "stereo_side_db",
                        "stutter_ratio",
                        "timestamp_errors",
                        "transport_losses",
                        "true_peak_dbtp",
                        "ts_pcr_discontinuity_errors",
                        "ts_psi_errors",
                        "ts_sync_errors",
                        "video_format_changes",
                        "watch_coverage");
        assertThat(
                        PolicyFile.parse(
                                        "my.yaml",
                                        "streams: {a: {video.black: {metric: dark_ratio}}}")
                                .metrics())
                .contains("dark_ratio");
    }

    @Test
    void reportsEveryProblemWithItsLine() {
        assertThatThrownBy(
                        () ->
                                PolicyFile.parse(
                                        "my.yaml",
                                        """
                                        verison: 7
                                        defaults:
                                          video.black:
                                            opne-after: 2s
                                            open-after: 2
                                            clear-after: 0s
                                            enabled: yes
                                          video.blakc:
                                            open-after: 2s
                                          black: {}
                                          audio.silence:
                                            level: {below: -60, leave: -70}
                                            open-after: 2s
                                            open-after: 3s
                                          audio.loudness:
                                            level: {below: -10, above: -20}
                                        templates:
                                          default: {}
                                          sport:
                                            extends: sprot
                                          a: {extends: b}
                                          b: {extends: c}
                                          c: {extends: b}
                                        streams:
                                          news-7:
                                            templat: sport
                                            video.freeze:
                                              level: {}
                                              severity: {initial: major, 1m: bad}
                                          news-8:
                                            template: spor
                                            video.freeze:
                                              severity: {initial: major, 1m: info}
                                            video.black:
                                              severity: {1m: critical, soon: critical}
                                              level: low
                                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        """
                        20 problems:
                          my.yaml:1: unknown key 'verison'; did you mean 'version'?
                          my.yaml:4: unknown key 'opne-after'; did you mean 'open-after'?
                          my.yaml:5: 'open-after' is a duration such as 500ms, 2s, 1m or 1h (at most 30 days), but was '2'
                          my.yaml:6: 'clear-after' must be longer than 0
                          my.yaml:7: 'enabled' is true or false, but was 'yes'
                          my.yaml:8: 'video.blakc' is not built in, so it needs 'metric'; did you mean 'video.black'?
                          my.yaml:10: unknown key 'black'; expected a defect such as video.black
                          my.yaml:12: 'leave' must not be under 'below'
                          my.yaml:14: duplicate key 'open-after'; first on line 13
                          my.yaml:16: a level with two sides needs below <= leave[0] < leave[1] <= above
                          my.yaml:18: the template 'default' is what 'defaults' says; write it there
                          my.yaml:20: unknown template 'sprot'; did you mean 'sport'?
                          my.yaml:22: templates extend each other in a circle: b -> c -> b
                          my.yaml:26: unknown key 'templat'; did you mean 'template'?
                          my.yaml:28: 'level' needs 'above' or 'below'
                          my.yaml:29: '1m' is one of info, warning, major, critical, but was 'bad'
                          my.yaml:31: unknown template 'spor'; did you mean 'sport'?
                          my.yaml:33: a severity ladder only rises, but after 1m it goes from major to info
                          my.yaml:35: unknown key 'soon' in a severity ladder; expected 'initial' or a duration such as 500ms, 2s, 1m or 1h (at most 30 days)
                          my.yaml:36: 'level' is a map, but was 'low'\
                        """);
    }

    @Test
    void saysWhyAFileCannotBeRead(@TempDir Path folder) throws IOException {
        Path binary = Files.write(folder.resolve("p.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> PolicyFile.read(folder.resolve("none.yaml")))
                .hasMessage(
                        folder.resolve("none.yaml")
                                + ": does not exist; give the path of a policy file");
        assertThatThrownBy(() -> PolicyFile.read(folder))
                .hasMessage(folder + ": is a directory; give the path of a policy file");
        assertThatThrownBy(() -> PolicyFile.read(binary))
                .hasMessage(binary + ": is not text in UTF-8; give the path of a policy file");
        assertThatThrownBy(() -> PolicyFile.parse("p.yaml", "")).hasMessage("p.yaml: is empty");
    }

    @Test
    void travelsToTheTasks() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(
                    PolicyFile.parse(
                            "my.yaml", "streams: {news-7: {video.black: {enabled: false}}}"));
        }
        Policy copy =
                (Policy)
                        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))
                                .readObject();

        assertThat(black(copy, NEWS, "default").enabled()).isFalse();
    }

    private static DefectRule black(Policy policy, StreamId stream, String template) {
        return rule(policy, stream, template, DefectId.VIDEO_BLACK);
    }

    private static DefectRule rule(
            Policy policy, StreamId stream, String template, DefectId defect) {
        return policy.rulesFor(stream, template).stream()
                .filter(rule -> rule.defect().equals(defect))
                .findFirst()
                .orElseThrow();
    }
}
