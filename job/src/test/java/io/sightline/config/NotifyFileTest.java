package io.sightline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotifyFileTest {

    private static final Path FILE = Path.of("notify.yaml");

    private static List<String> problems(String text) {
        return catchThrowableOfType(ConfigException.class, () -> NotifyFile.parse(FILE, text))
                .problems()
                .stream()
                .map(ConfigProblem::toString)
                .toList();
    }

    @Test
    void tellsEveryProblemWithItsLine() {
        assertThat(
                        problems(
                                """
                                targets:
                                  duty:
                                    type: pagerduty
                                    routing-key: R0123SECRET
                                  chat:
                                    type: slak
                                  hook:
                                    type: webhook
                                    url: http://127.0.0.1/
                                    timeot: 3s
                                    headers: {Authorization: Bearer abc}
                                  mail:
                                    type: email
                                    host: localhost
                                    from: a@example.org
                                    password: ${env:SURELY_NOT_SET}
                                routes:
                                  - match: {severity: bad, schedule: {zone: Europe/Berln}}
                                    targets: [chta]
                                """))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("notify.yaml:4:")
                                        .contains("${env:NAME}")
                                        .doesNotContain("R0123SECRET"))
                .anySatisfy(line -> assertThat(line).startsWith("notify.yaml:6:").contains("slack"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("notify.yaml:10:")
                                        .contains("did you mean 'timeout'"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("notify.yaml:11:")
                                        .doesNotContain("abc"))
                .anySatisfy(line -> assertThat(line).contains("'to' is missing"))
                .anySatisfy(line -> assertThat(line).contains("'user' and 'password'"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("notify.yaml:18:").contains("major"))
                .anySatisfy(line -> assertThat(line).contains("Europe/Berlin"))
                .anySatisfy(line -> assertThat(line).contains("did you mean 'chat'"));
    }

    @Test
    void aSecretThatIsNotThereAndATemplateThatCannotBeFilledAreFoundAtStart() {
        assertThat(
                        problems(
                                """
                                targets:
                                  a:
                                    type: slack
                                    url: ${env:SURELY_NOT_SET}
                                  b:
                                    type: webhook
                                    url: http://127.0.0.1/
                                    format: template
                                    template: '{"text": "{{mesage}}"}'
                                """))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("'SURELY_NOT_SET' is not set"))
                .anySatisfy(line -> assertThat(line).contains("mesage"));
    }

    @Test
    void theSampleLacksNothingButItsSecrets() throws IOException {
        assertThat(problems(Files.readString(Path.of("../flink-conf/notify.yaml"))))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("is not set"));
    }
}
