package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.NativeLedger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Every native object that a test opened is closed at its end. */
public final class LedgerExtension implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(NativeLedger.liveObjects()).as("native objects not closed").isZero();
        assertThat(NativeLedger.packetBytes()).as("packet bytes not released").isZero();
    }
}
