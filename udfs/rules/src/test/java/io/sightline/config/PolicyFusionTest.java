package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.StreamId;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Fusion;
import io.sightline.policy.Looks;
import io.sightline.policy.Policy;
import org.junit.jupiter.api.Test;

/** What a policy says of second measures, and of those who sample. */
final class PolicyFusionTest {

    private static DefectRule black(Policy policy, String stream) {
        return policy.rulesFor(new StreamId(stream), Policy.DEFAULT).stream()
                .filter(rule -> rule.defect().equals(DefectId.VIDEO_BLACK))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsWhatIsFusedAndHowOftenItLooks() {
        Policy policy =
                PolicyFile.parse(
                        "my.yaml",
                        """
                        defaults:
                          video.black:
                            fuse: {how: weighted, with: smear, level: 0.6, weight: 0.3}
                            looks: {usual: 0, suspicious: 4}
                        streams:
                          news-7:
                            video.black: {fuse: {how: alone}}
                        """);

        assertThat(black(policy, "other").fusion())
                .isEqualTo(new Fusion(Fusion.How.WEIGHTED, "smear", 0.6, 0.3));
        assertThat(policy.metrics()).contains("smear");
        assertThat(black(policy, "other").looks()).isEqualTo(new Looks(0, 4));
        assertThat(black(policy, "news-7").isFused()).isFalse();
    }

    @Test
    void saysWhatIsWrongWithWhatIsFused() {
        assertThatThrownBy(
                        () ->
                                PolicyFile.parse(
                                        "my.yaml",
                                        """
                                        defaults:
                                          audio.silence:
                                            fuse: {how: both, with: quiet, level: 0.6}
                                          video.black:
                                            fuse: {how: bth, with: smear, level: 0.6}
                                          video.freeze:
                                            fuse: {how: either, with: smear, weight: 1}
                                          video.blur:
                                            fuse: {with: smear}
                                            looks: {usual: 12}
                                        """))
                .hasMessageContainingAll(
                        "my.yaml:2: 'audio.silence' has 'fuse', so its level is one 'above' a number over 0",
                        "my.yaml:5: 'how' is one of alone, either, both, weighted, but was 'bth'",
                        "my.yaml:7: 'fuse' needs 'with', a metric, and 'level', over 0, where that turns bad",
                        "my.yaml:7: 'weight' is over 0 and under 1",
                        "my.yaml:9: 'fuse' needs 'how'",
                        "my.yaml:10: 'looks': looks a second are from 0 to 10, more than 0 when suspicious, and not fewer then");
    }
}
