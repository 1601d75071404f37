package io.sightline.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedactionTest {

    @ParameterizedTest
    @CsvSource({
        "/media/a b?c.ts, /media/a b?c.ts",
        "https://host/live.m3u8, https://host/live.m3u8",
        "https://host/live.m3u8?token=1#x, https://host/live.m3u8",
        "https://me:pw@host:8443/a/b.ts?x=1, https://host:8443/a/b.ts",
        "https://me:p@w@host/a@b.ts, https://host/a@b.ts",
        "udp://@239.1.1.1:1234?pkt_size=1316, udp://239.1.1.1:1234",
        "https://host?user=a@b, https://host",
        "rtmp://host/live/s3cret-key?auth=1, rtmp://host/live/***",
        "rtmps://me:pw@host:1936/app/instance/key, rtmps://host:1936/app/***",
        "rtmp://host/live, rtmp://host/live",
        "srt://host:9000?mode=caller&passphrase=s3cret&streamid=x, srt://host:9000",
        "rtsp://admin:p@ss@cam:554/ch/1?token=x, rtsp://cam:554/ch/1",
        "srt://host:9000, srt://host:9000"
    })
    void dropsUserInfoQueryAndFragment(String location, String shown) {
        assertThat(Redaction.of(location)).isEqualTo(shown);
    }
}
