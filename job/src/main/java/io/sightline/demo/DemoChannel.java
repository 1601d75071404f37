package io.sightline.demo;

import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import java.time.Duration;

/**
 * One stream of the demo: its media and how it is brought.
 *
 * @param carrier how it reaches the monitor
 */
record DemoChannel(String name, SyntheticMedia media, Packaging packaging, Carrier carrier) {

    /** How media reaches the monitor. */
    enum Carrier {
        LIVE_HLS("live HLS"),
        UDP("MPEG-TS over UDP"),
        HTTP("progressive HTTP");

        private final String words;

        Carrier(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static DemoChannel of(
            String name, int pictures, Duration duration, Packaging packaging, Carrier carrier) {
        Coding coding = carrier == Carrier.UDP ? Coding.MPEG2_MP2 : Coding.H264_AAC;
        SyntheticMedia media =
                SyntheticMedia.lasting(duration).withPictures(pictures).withCoding(coding);
        return new DemoChannel(name, media, packaging, carrier);
    }

    DemoChannel with(PlantedDefect.Kind kind, int fromSeconds, int toSeconds) {
        return new DemoChannel(
                name,
                media.with(kind, Duration.ofSeconds(fromSeconds), Duration.ofSeconds(toSeconds)),
                packaging,
                carrier);
    }

    String fileName() {
        return switch (packaging) {
            case HLS_TS, HLS_FMP4 -> name + ".m3u8";
            case TS -> name + ".ts";
            case MP4 -> name + ".mp4";
        };
    }
}
