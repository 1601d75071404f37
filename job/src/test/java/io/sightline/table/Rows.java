package io.sightline.table;

import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import java.util.Map;

/** Rows whose values all differ, so that a swapped column shows. */
final class Rows {

    /** 2026-11-21T02:26:41.123Z. */
    static final long EVENT_AT_MILLIS = 1_795_228_001_123L;

    private Rows() {}

    static Alert opened() {
        return new Alert(
                "inc-1-OPENED-1",
                "inc-1",
                Alert.Event.OPENED,
                "news-7",
                "1080p",
                "video.black",
                Severity.MAJOR,
                EVENT_AT_MILLIS - 5_000,
                EVENT_AT_MILLIS,
                null,
                5_000,
                90_000_000,
                null,
                0.995,
                Double.POSITIVE_INFINITY,
                "ratio",
                1,
                null,
                "Black picture on 'news-7' for 5 s: \"99.5 %\" of it is black",
                3,
                "policy-9",
                null,
                "0.1.0",
                Map.of("team", "news", "country", "Österreich", "a", ""));
    }

    static Alert cleared() {
        return new Alert(
                "inc-1-CLEARED-2",
                "inc-1",
                Alert.Event.CLEARED,
                "news-7",
                "1080p",
                "video.black",
                Severity.CRITICAL,
                EVENT_AT_MILLIS - 5_000,
                EVENT_AT_MILLIS + 3_000,
                EVENT_AT_MILLIS + 1_000,
                6_000,
                90_000_000,
                96_000_000L,
                1.0,
                0.98,
                "ratio",
                2,
                "evidence/inc-1.jpg",
                "The picture is back",
                3,
                "policy-9",
                "9f86d081884c7d65",
                "0.1.0",
                Map.of());
    }

    static Measurement second() {
        return new Measurement(
                "news-7",
                "1080p",
                1_795_228_001_000L,
                90_000_000,
                "full",
                0.96,
                24,
                Map.of(
                        "black_ratio",
                        0.25,
                        "loudness_lufs",
                        Double.NEGATIVE_INFINITY,
                        "plugin_logo",
                        0.75,
                        "plugin_banner",
                        Double.NaN),
                new Provenance(
                        "0.1.0",
                        "policy-9",
                        Map.of("video.black", 3, "audio.loudness", 2),
                        Map.of("video.block_corruption", "9f86d081884c7d65")));
    }

    static StreamStateRow stalled() {
        return new StreamStateRow(
                "news-7",
                "1080p",
                StreamState.STALLED,
                "No new segment for 12 s",
                EVENT_AT_MILLIS,
                "0.1.0");
    }
}
