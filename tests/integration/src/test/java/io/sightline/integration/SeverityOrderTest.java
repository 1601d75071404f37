package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.policy.Severity;
import io.sightline.sql.SeverityRankFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeverityOrderTest {

    @Test
    void sqlRanksSeveritiesAsTheJobOrdersThem() {
        SeverityRankFunction rank = new SeverityRankFunction();

        assertThat(Stream.of(Severity.values()).map(severity -> rank.eval(severity.id())))
                .containsExactly(0, 1, 2, 3);
    }
}
