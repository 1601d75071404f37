package io.sightline.integration;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.sightline.media.NativeLedger;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The ledger of native objects is watched in this module too. */
class NativeLedgerTest {

    @Test
    void failsATestThatLeavesANativeObjectOpen() {
        var results =
                EngineTestKit.engine("junit-jupiter")
                        .enableImplicitConfigurationParameters(true)
                        .configurationParameter("sightline.ledger.patience-millis", "1")
                        .selectors(selectClass(Leaking.class))
                        .execute();
        NativeLedger.closed();

        results.testEvents().assertStatistics(tests -> tests.failed(1));
    }

    static final class Leaking {

        @Test
        void leaves() {
            NativeLedger.opened();
        }
    }
}
