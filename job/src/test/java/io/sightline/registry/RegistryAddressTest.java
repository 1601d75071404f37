package io.sightline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.registry.RegistryAddress.InFile;
import io.sightline.registry.RegistryAddress.InTopic;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RegistryAddressTest {

    @Test
    void tellsTopicsFromFiles() {
        assertThat(RegistryAddress.parse("conf/streams.yaml"))
                .isEqualTo(new InFile("conf/streams.yaml"));
        assertThat(RegistryAddress.parse("kafka:localhost:9092"))
                .isEqualTo(new InTopic("localhost:9092", "sightline.streams", Map.of()));
        assertThat(RegistryAddress.parse("kafka:a:1,[::1]:2/my.fleet"))
                .isEqualTo(new InTopic("a:1,[::1]:2", "my.fleet", Map.of()));
    }

    @Test
    void refusesWhatIsNeither() {
        for (String wrong : new String[] {"kafka:", "kafka:host", "kafka:h:1/a b", "kafka:h:x"}) {
            assertThatThrownBy(() -> RegistryAddress.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("'" + wrong + "' is no topic of streams; ");
        }
        assertThatThrownBy(() -> RegistryAddress.parse(" "))
                .hasMessageContaining("an empty text is no registry");
    }

    @Test
    void keepsClientPropertiesToItself() {
        InTopic topic = new InTopic("h:1", "t", Map.of("sasl.jaas.config", "password=\"sesame\""));

        assertThat(topic.toString()).isEqualTo("kafka:h:1/t");
    }
}
