package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.EvidenceMode;
import io.sightline.flow.Examination;
import io.sightline.flow.Expected;
import io.sightline.flow.Priority;
import io.sightline.media.PlainText;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.enumerator.StreamInput.Renditions;
import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblem;
import io.sightline.yaml.YamlText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RegistryFileTest {

    private final RegistryFile file =
            new RegistryFile(Set.of("default", "sport"), Set.of("video.black", "audio.silence"));

    @Test
    void readsEveryKeyAndItsDefault() {
        Registry registry =
                file.parse(
                        "s.yaml",
                        """
                        streams:
                          - id: news-7
                            url: https://origin.example.com/master.m3u8
                            renditions: [1080p, 720]
                            detectors: [video.black]
                            policy: sport
                            decode: auto
                            priority: high
                            program: 3
                            headers: {Authorization: Bearer s3cret}
                            labels: {region: eu, channel: 7}
                            expected: {audio: true, captions: true, video-codec: h264, resolution: 1920x1080,
                              fps: 29.97, audio-codec: aac, channels: 6}
                            evidence: false
                            reference: 8
                            enabled: false
                          - {id: 8, url: udp://239.1.1.1:5000}
                        """);

        assertThat(registry.problems()).isEmpty();
        assertThat(registry.entries())
                .containsExactly(
                        new StreamEntry(
                                new StreamId("news-7"),
                                new StreamInput(
                                        "https://origin.example.com/master.m3u8",
                                        Renditions.LISTED,
                                        List.of("1080p", "720"),
                                        Map.of("Authorization", "Bearer s3cret"),
                                        /* program= */ 3),
                                new Examination(
                                        List.of("video.black"),
                                        "sport",
                                        DecodeMode.AUTO,
                                        Priority.HIGH,
                                        new Expected(
                                                true, true, "h264", 1920, 1080, 29.97, "aac", 6),
                                        EvidenceMode.NEVER,
                                        new StreamId("8")),
                                Map.of("region", "eu", "channel", "7"),
                                /* enabled= */ false),
                        StreamEntry.of(new StreamId("8"), "udp://239.1.1.1:5000"));
        assertThat(registry.entries().toString()).doesNotContain("s3cret");
    }

    @Test
    void refusesWhatCouldForgeALogOrATerminal() {
        String[] attacks = {
            "\\u001B[2J",
            "\\n2026-01-01 INFO all is well",
            "\\0",
            "\\u202E",
            "\\u2028",
            "\\r",
            "\\u200B"
        };
        for (String attack : attacks) {
            String word = "\"a" + attack + "b\"";
            for (String entry :
                    List.of(
                            "{id: %s, url: x}",
                            "{id: s, url: %s}",
                            "{id: s, url: x, labels: {k: %s}}",
                            "{id: s, url: x, labels: {%s: v}}",
                            "{id: s, url: x, renditions: [%s]}",
                            "{id: s, url: x, headers: {%s: v}}",
                            "{id: s, url: x, policy: %s}",
                            "{id: s, url: x, detectors: [%s]}",
                            "{id: s, url: x, expected: {audio-codec: %s}}",
                            "{id: s, url: x, %s: 1}")) {
                String written = entry.formatted(word);
                Registry registry = file.parse("s.yaml", "streams:\n- " + written + "\n");
                assertThat(registry.entries()).as(written).isEmpty();
                assertThat(registry.problems()).as(written).isNotEmpty();
                assertThat(registry.problems())
                        .as(written)
                        .allMatch(problem -> PlainText.isPlain(problem.toString()));
            }
            Registry record = file.parseRecord("topic 'a" + attack + "'", "a", "{id: b, url: x}");
            assertThat(record.problems())
                    .allMatch(problem -> PlainText.isPlain(problem.toString()));
        }
    }

    @Test
    void namesTheStreamsWhoseEntriesItSkipped() {
        Registry registry =
                file.parse(
                        "s.yaml",
                        """
                        streams:
                          - {id: good, url: x}
                          - {id: good, url: x, enabeld: true}
                          - {id: bad, url: x, enabeld: true}
                          - {url: x}
                          - words
                        """);
        assertThat(registry.skipped()).containsExactly(new StreamId("bad"));
        assertThat(file.parseRecord("topic 'k'", "k", "{}").skipped())
                .containsExactly(new StreamId("k"));
    }

    @Test
    void skipsBadEntriesAndSaysWhyButUsesTheOthers() {
        Registry registry =
                file.parse(
                        "s.yaml",
                        """
                        streams:
                          - {id: a, url: one.ts}
                          - {id: b}
                          - {id: c, url: two.ts, enabeld: false}
                          - {id: a, url: three.ts}
                          - just words
                          - {id: d, url: x.ts, policy: sprot, detectors: [video.blak]}
                          - {id: e, url: x.ts, renditions: best}
                          - {id: f, url: x.ts, renditions: [], labels: [eu]}
                          - {id: "", url: x.ts}
                          - {id: g, url: x.ts, expected: {audio: 1}}
                          - {id: h, url: x.ts, decode: some, priority: 3, program: -1}
                          - {id: i, url: x.ts, expected: {resolution: hd, channels: 1.5}}
                          - {id: j, url: x.ts, headers: {"a b": s3cret}}
                          - {id: z, url: last.ts}
                        """);

        assertThat(registry.entries()).extracting(e -> e.id().value()).containsExactly("a", "z");
        assertThat(registry.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "s.yaml:3: a stream needs 'url'",
                        "s.yaml:4: unknown key 'enabeld'; did you mean 'enabled'?",
                        "s.yaml:5: duplicate id 'a'; the one on line 2 is used",
                        "s.yaml:6: a stream is a map with 'id' and 'url', but was 'just words'",
                        "s.yaml:7: unknown detector 'video.blak'; did you mean 'video.black'?",
                        "s.yaml:7: unknown policy template 'sprot'; did you mean 'sport'?",
                        "s.yaml:8: 'renditions' is one of all, highest, lowest, but was 'best'",
                        "s.yaml:9: 'renditions' lists no rendition",
                        "s.yaml:9: 'labels' is a map, but was a list",
                        "s.yaml:10: 'id' is text, but was nothing",
                        "s.yaml:11: 'audio' is true or false, but was '1'",
                        "s.yaml:12: 'program' is a whole number from 0 to 65535",
                        "s.yaml:12: 'decode' is one of auto, full, reference, keyframes, none, but was 'some'",
                        "s.yaml:12: 'priority' is one of low, normal, high, but was '3'",
                        "s.yaml:13: 'resolution' is width x height, like 1920x1080",
                        "s.yaml:13: 'channels' is a whole number from 1 to 64",
                        "s.yaml:14: the header 'a b' is not valid");
    }

    @Test
    void refusesReferencesThatNothingCanBeComparedWith() {
        Registry registry =
                file.parse(
                        "s.yaml",
                        """
                        streams:
                          - {id: tap, url: x, reference: studio}
                          - {id: typo, url: x, reference: studoi}
                          - {id: itself, url: x, reference: itself}
                          - {id: chain, url: x, reference: tap}
                          - {id: of-bad, url: x, reference: bad}
                          - {id: bad, url: x, policy: sprot}
                          - {id: studio, url: x, enabled: false}
                        """);

        assertThat(registry.entries())
                .extracting(e -> e.id().value())
                .containsExactly("tap", "of-bad", "studio");
        assertThat(registry.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "s.yaml:3: 'reference' names the unknown stream 'studoi'; did you mean 'studio'?",
                        "s.yaml:4: 'reference' names the stream itself",
                        "s.yaml:5: 'reference' names 'tap', which is compared with 'studio' itself;"
                                + " name a stream without 'reference'",
                        "s.yaml:7: unknown policy template 'sprot'; did you mean 'sport'?");
        assertThat(registry.skipped())
                .extracting(StreamId::value)
                .containsExactlyInAnyOrder("typo", "itself", "chain", "bad");
    }

    @Test
    void refusesWhatIsNoRegistry() {
        assertProblem("- a\n", "s.yaml:1: expected 'key: value' lines, but found a list");
        assertProblem(
                "stream: []\n",
                """
                2 problems:
                  s.yaml:1: unknown key 'stream'; did you mean 'streams'?
                  s.yaml:1: 'streams' is missing: a list of streams to watch\
                """);
        assertProblem("streams: 5\n", "s.yaml:1: 'streams' is a list, but was '5'");
        assertThat(file.parse("s.yaml", "streams:\n").entries()).isEmpty();
        assertThat(file.parse("s.yaml", "streams: []\n").entries()).isEmpty();
    }

    @Test
    void refusesYamlThatWouldBuildObjectsOrGrowWithoutBound() {
        assertProblem(
                "streams: !!javax.script.ScriptEngineManager []\n",
                "s.yaml:1: not valid YAML: Global tag is not allowed:"
                        + " tag:yaml.org,2002:javax.script.ScriptEngineManager");
        assertProblem("streams: !own []\n", "s.yaml:1: the tag '!own' is not allowed; remove it");
        assertThatThrownBy(() -> file.parse("s.yaml", "streams: " + "[".repeat(500)))
                .hasMessageStartingWith("s.yaml: not valid YAML: Nesting Depth exceeded max 20");
        assertThatThrownBy(
                        () ->
                                file.parse(
                                        "s.yaml",
                                        "a: &a {}\nstreams: [" + "*a, ".repeat(200) + "*a]\n"))
                .hasMessageStartingWith(
                        "s.yaml: not valid YAML: Number of aliases for non-scalar nodes exceeds");
        assertThatThrownBy(() -> file.parse("s.yaml", "#".repeat(YamlText.MAX_CHARS + 1)))
                .hasMessage("s.yaml: larger than 4000000 characters; split it");
        assertThatThrownBy(() -> file.parse("s.yaml", "streams: [\n  - {id: a"))
                .hasMessageStartingWith("s.yaml:2: not valid YAML: ");
        assertThat(file.parse("s.yaml", "streams: &s [*s]\n").problems()).hasSize(1);
    }

    @Test
    void choosesByLabels() {
        Registry registry =
                file.parse(
                        "s.yaml",
                        """
                        streams:
                          - {id: a, url: x, labels: {region: eu, tier: gold}}
                          - {id: b, url: x, labels: {region: eu}}
                          - {id: c, url: x, labels: {region: us, tier: gold}}
                          - {id: d, url: x, labels: {region: eu, tier: gold}, enabled: false}
                        """);

        assertThat(registry.select(LabelSelector.parse("region=eu, tier=gold")))
                .extracting(entry -> entry.id().value())
                .containsExactly("a");
        assertThat(registry.select(LabelSelector.EVERYTHING)).hasSize(3);
        assertThatThrownBy(() -> LabelSelector.parse("region"))
                .hasMessage(
                        "A selection has the form 'label=value' or 'label=value,label=value', but"
                                + " was 'region'");
        assertThatThrownBy(() -> LabelSelector.parse("a=1,a=2"))
                .hasMessage("The selection 'a=1,a=2' names the label 'a' twice");
    }

    @Test
    void readsTheSampleRegistry() {
        RegistryFile installed =
                new RegistryFile(
                        PolicyFile.builtIn().templates(),
                        Set.of("video.black", "video.freeze", "audio.silence"));

        Registry sample =
                installed.read(
                        Path.of(System.getProperty("sightline.root"), "flink-conf/streams.yaml"));

        assertThat(sample.problems()).isEmpty();
        assertThat(sample.entries()).hasSize(3);
    }

    private void assertProblem(String text, String message) {
        assertThatThrownBy(() -> file.parse("s.yaml", text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }
}
