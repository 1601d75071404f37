package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.yaml.ConfigException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RegistryTextTest {

    private static final String SAMPLE =
            """
            # The fleet.

            streams:

              # Our best.
              - id: news-7   # the channel
                url: https://example.com/news-7.m3u8
                labels: {region: eu,
                         tier: gold}
                # asked for by the night shift

              - {id: camera, url: 'udp://239.1.1.7:5000'}

              -
                id: archive
                url: |
                  /media/a.ts

              # - id: commented-out
            # The end.
            """;

    private static EntryDraft draft(String id) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", id);
        values.put("url", "http://host/x?a=b&c=d#e");
        values.put("headers", Map.of("X-Auth", "Bearer a, b: {c}"));
        values.put("renditions", List.of("720p", "a, b"));
        values.put("enabled", false);
        return new EntryDraft(values);
    }

    private static RegistryText of(String text) {
        return RegistryText.of("s.yaml", text);
    }

    @Test
    void addsAtTheEndOfTheListInTheWayOfTheList() {
        assertThat(of(SAMPLE).withAdded(draft("new one")))
                .isEqualTo(
                        SAMPLE.replace(
                                "      /media/a.ts\n",
                                """
                                      /media/a.ts

                                  - id: "new one"
                                    url: "http://host/x?a=b&c=d#e"
                                    headers: {X-Auth: "Bearer a, b: {c}"}
                                    renditions: [720p, "a, b"]
                                    enabled: false
                                """));
    }

    @Test
    void addsToListsThatAreEmptyOrWithoutIndentationOrWithoutAnEnd() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", "b");
        values.put("url", "x");
        EntryDraft draft = new EntryDraft(values);
        assertThat(of("streams:\n").withAdded(draft))
                .isEqualTo("streams:\n  - id: b\n    url: x\n");
        assertThat(of("streams: [] # none yet\n# end").withAdded(draft))
                .isEqualTo("streams: # none yet\n  - id: b\n    url: x\n# end");
        assertThat(of("streams:\n- id: a\n  url: y").withAdded(draft))
                .isEqualTo("streams:\n- id: a\n  url: y\n- id: b\n  url: x\n");
        assertThat(of("streams:\r\n  - {id: a, url: y}\r\n").withAdded(draft))
                .isEqualTo("streams:\r\n  - {id: a, url: y}\r\n  - id: b\r\n    url: x\r\n");
    }

    @Test
    void removesExactlyTheLinesOfAnEntry() {
        assertThat(of(SAMPLE).without(List.of("camera")))
                .isEqualTo(SAMPLE.replace("\n  - {id: camera, url: 'udp://239.1.1.7:5000'}\n", ""));
        assertThat(of(SAMPLE).without(List.of("archive", "news-7")))
                .isEqualTo(
                        """
                        # The fleet.

                        streams:

                          # Our best.

                          - {id: camera, url: 'udp://239.1.1.7:5000'}

                          # - id: commented-out
                        # The end.
                        """);
        String none = of("streams:\n- {id: a, url: x}\n").without(List.of("a"));
        assertThat(none).isEqualTo("streams:\n");
        assertThat(of(none).ids()).isEmpty();
    }

    @Test
    void disablesAndEnablesWhateverTheWayOfWriting() {
        String disabled = of(SAMPLE).withDisabled(List.of("news-7", "camera", "archive"));

        assertThat(disabled)
                .contains(
                        "             tier: gold}\n    enabled: false\n    # asked for",
                        "- {id: camera, url: 'udp://239.1.1.7:5000', enabled: false}\n",
                        "      /media/a.ts\n    enabled: false\n");
        assertThat(of(disabled).withDisabled(List.of("news-7", "archive"))).isEqualTo(disabled);
        assertThat(of(disabled).withEnabled(List.of("news-7", "camera", "archive")))
                .isEqualTo(disabled.replace("enabled: false", "enabled: true"));
        assertThat(of(SAMPLE).withEnabled(List.of("camera"))).isEqualTo(SAMPLE);
        assertThat(RegistryText.recordDisabled("t", "{\"url\":\"x\"}"))
                .isEqualTo("{\"url\":\"x\", \"enabled\": false}");
        assertThat(RegistryText.recordEnabled("t", "url: x\nenabled: 'false' # for now"))
                .isEqualTo("url: x\nenabled: true # for now");
        assertThat(RegistryText.recordDisabled("t", "url: x")).isEqualTo("url: x\nenabled: false");
    }

    @Test
    void refusesIdsThatAreTakenUnknownOrThereTwice() {
        assertThatThrownBy(() -> of(SAMPLE).withAdded(draft("camera")))
                .hasMessage("a stream 'camera' is there already, on line 12 of s.yaml");
        assertThatThrownBy(() -> of(SAMPLE).without(List.of("camra", "archive")))
                .isInstanceOf(EditRefused.class)
                .hasMessage("no stream 'camra' in s.yaml; did you mean 'camera'?");
        RegistryText twice = of("streams:\n- {id: a, url: x}\n- {id: a, url: y}\n");
        assertThatThrownBy(() -> twice.withDisabled(List.of("a")))
                .hasMessage("the id 'a' is there more than once in s.yaml; edit it by hand");
    }

    @Test
    void refusesWhatItCannotEditSafely() {
        assertThatThrownBy(() -> of("streams: [{id: a, url: x}]").without(List.of("a")))
                .isInstanceOf(EditRefused.class)
                .hasMessage("the streams in s.yaml are written in brackets; edit it by hand");
        assertThatThrownBy(() -> of("{streams: [{id: a, url: x}]}").withAdded(draft("b")))
                .isInstanceOf(EditRefused.class);
        RegistryText shared =
                of(
                        """
                        streams:
                        - {id: a, url: x, labels: &l {a: b}}
                        - {id: b, url: x, labels: *l}
                        """);
        assertThatThrownBy(() -> shared.without(List.of("a")))
                .hasMessage("entries in s.yaml refer to each other (& and *); edit it by hand");
        assertThatThrownBy(() -> of("{streams: }").withAdded(draft("b")))
                .hasMessage(
                        "s.yaml is written in a way that cannot be edited safely; edit it by hand");
        for (String record : new String[] {"{}", "&a [*a]: *a", "labels: &l {a: *l}"}) {
            assertThatThrownBy(() -> RegistryText.recordDisabled("t 'x'", record))
                    .isInstanceOfAny(EditRefused.class, ConfigException.class)
                    .hasMessageContaining("t 'x'");
        }
        assertThatThrownBy(() -> of("strems: []"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'streams' is missing");
    }
}
