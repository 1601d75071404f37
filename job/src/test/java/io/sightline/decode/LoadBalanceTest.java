package io.sightline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.Examination;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.media.AudioDecoder;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two streams of one slot whose cost is told, not spent. */
class LoadBalanceTest {

    private static final DecoderOpener NONE =
            new DecoderOpener() {
                @Override
                public VideoDecoder openVideo(Track track) {
                    throw new AssertionError("There are no tracks");
                }

                @Override
                public AudioDecoder openAudio(Track track) {
                    throw new AssertionError("There are no tracks");
                }
            };

    private final LoadBalance balance = new LoadBalance();
    private final List<String> states = new ArrayList<>();
    private final RenditionDecoders heavy = decoders("heavy");
    private final RenditionDecoders light = decoders("light");
    private long nowMillis = 1_000_000;

    private RenditionDecoders decoders(String id) {
        RenditionRef origin =
                new RenditionRef(
                        id, new StreamId(id), RenditionId.MAIN, Examination.inFull("p"), Map.of());
        return new RenditionDecoders(origin, NONE, this::told, new FrameCounts(), () -> nowMillis);
    }

    private void told(MediaUnit unit) {
        if (unit instanceof MediaUnit.Passed passed
                && passed.event() instanceof StreamEvent.StateChanged changed) {
            states.add(changed.origin().stream() + " " + changed.state());
        }
    }

    /** Seconds in which each picture of the heavy one costs so much, and no tier lags. */
    private void run(int seconds, double fullShare, double keyFrameShare) {
        for (int i = 0; i < seconds; i++) {
            nowMillis += 1_000;
            long mediaMicros = nowMillis * 1_000;
            double share =
                    switch (heavy.tiers().inForce()) {
                        case FULL, REFERENCE -> fullShare;
                        case KEYFRAMES -> keyFrameShare;
                        case NONE -> 0.001;
                    };
            for (int packet = 0; packet < 10; packet++) {
                heavy.load().spent((long) (share * 1e8), mediaMicros);
            }
            light.load().spent(10_000_000, mediaMicros);
            heavy.load().lag(0);
            light.load().lag(0);
            balance.onTick(List.of(heavy, light), nowMillis);
            heavy.tiers().enter(mediaMicros);
            light.tiers().enter(mediaMicros);
        }
    }

    @Test
    void oneThatTakesMoreThanRealTimeGoesDownAlone() {
        run(20, 1.5, 0.2);
        assertThat(heavy.tiers().inForce()).isEqualTo(DecodeTier.KEYFRAMES);
        assertThat(light.tiers().inForce()).isEqualTo(DecodeTier.FULL);
        assertThat(states).isEmpty();
    }

    @Test
    void oneWhoseKeyFramesAreTooMuchIsBrokenUntilItIsTriedAgain() {
        run(20, 5, 2);
        assertThat(heavy.tiers().inForce()).isEqualTo(DecodeTier.NONE);
        assertThat(states).containsExactly("heavy BROKEN");

        run(300, 0.1, 0.01);
        assertThat(states).containsExactly("heavy BROKEN", "heavy LIVE");
        assertThat(heavy.tiers().inForce()).isEqualTo(DecodeTier.FULL);
        assertThat(light.tiers().inForce()).isEqualTo(DecodeTier.FULL);
    }
}
