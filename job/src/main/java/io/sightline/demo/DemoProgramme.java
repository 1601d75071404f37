package io.sightline.demo;

import io.sightline.demo.DemoChannel.Carrier;
import io.sightline.demo.Planted.Tolerance;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.PlantedDefect.Kind;
import io.sightline.detector.model.DefectId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the demo shows: its streams, what is wrong with them and when. Times suit the built-in
 * policy.
 */
final class DemoProgramme {

    /** From the start of the streams; every defect has cleared well before. */
    static final Duration WATCHED = Duration.ofSeconds(58);

    /** How much live HLS is listed at once at the start. */
    static final Duration HLS_AHEAD = Duration.ofSeconds(8);

    /** Longer than it is watched, so that no stream ends on its own. */
    private static final Duration MEDIA = WATCHED.plus(HLS_AHEAD).plusSeconds(6);

    /** The stream whose server goes away. */
    static final String OUTAGE = "sport";

    static final Duration OUTAGE_FROM = Duration.ofSeconds(33);
    static final Duration OUTAGE_TO = Duration.ofSeconds(45);

    static final List<DemoChannel> CHANNELS =
            List.of(
                    DemoChannel.of("news", 0, MEDIA, Packaging.HLS_TS, Carrier.LIVE_HLS)
                            .with(Kind.BLACK, 18, 24)
                            .with(Kind.SILENCE, 34, 40),
                    DemoChannel.of(OUTAGE, 1, MEDIA, Packaging.HLS_FMP4, Carrier.LIVE_HLS)
                            .with(Kind.FREEZE, 18, 26),
                    DemoChannel.of("city", 2, MEDIA, Packaging.TS, Carrier.UDP)
                            .with(Kind.DAMAGE, 18, 21)
                            .with(Kind.AUDIO_MISSING, 34, 41),
                    DemoChannel.of("film", 3, MEDIA, Packaging.TS, Carrier.HTTP)
                            .with(Kind.SILENCE, 18, 24)
                            .with(Kind.BLACK, 34, 39),
                    DemoChannel.of("nature", 4, MEDIA, Packaging.HLS_TS, Carrier.LIVE_HLS));

    private static final Duration FEW_FRAMES = Duration.ofMillis(200);

    /** After damage, pictures stay wrong until the next key frame. */
    private static final Duration KEY_FRAMES = Duration.ofMillis(2_300);

    /** A live player notices by the next segment, and is served again by the next request. */
    private static final Duration SEGMENTS = Duration.ofSeconds(6);

    /** UDP tells no time of its own: what arrives first is taken for now. */
    private static final Duration ARRIVAL = Duration.ofMillis(1_500);

    private DemoProgramme() {}

    /** What must be found of a defect in the media. */
    static Planted planted(DemoChannel channel, PlantedDefect defect) {
        Duration clock = channel.carrier() == Carrier.UDP ? ARRIVAL : Duration.ZERO;
        Duration close = clock.plus(FEW_FRAMES);
        Tolerance within = Tolerance.within(close);
        DefectId id =
                switch (defect.kind()) {
                    case BLACK -> DefectId.VIDEO_BLACK;
                    case FREEZE -> DefectId.VIDEO_FREEZE;
                    case SILENCE -> DefectId.AUDIO_SILENCE;
                    case AUDIO_MISSING -> DefectId.AUDIO_MISSING;
                    case DAMAGE -> DefectId.VIDEO_DECODE_ERROR;
                };
        Tolerance end =
                switch (defect.kind()) {
                    case BLACK, FREEZE, SILENCE, AUDIO_MISSING -> within;
                    case DAMAGE -> new Tolerance(clock.plus(KEY_FRAMES), clock.plus(KEY_FRAMES));
                };
        return new Planted(
                channel.name(),
                id,
                defect.fromMicros() / 1000,
                defect.toMicros() / 1000,
                within,
                end,
                // Whether lost packets also show as blocks depends on what was in them.
                defect.kind() == Kind.DAMAGE ? Set.of(DefectId.VIDEO_BLOCK_CORRUPTION) : Set.of());
    }

    /** What must be found of a server that did not answer. */
    static Planted outage(long fromMillis, long toMillis) {
        return new Planted(
                OUTAGE,
                DefectId.STREAM_NO_SIGNAL,
                fromMillis,
                toMillis,
                Tolerance.within(SEGMENTS),
                Tolerance.within(SEGMENTS),
                Set.of());
    }
}
