package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAddressTest {

    @ParameterizedTest
    @CsvSource({
        "srt://host:9000?passphrase=x, host, false",
        "srt://:9000?mode=listener, '', true",
        "srt://[::1]:9000?latency=1&mode=listener, ::1, true",
        "rtmp://host/live/key?token=1, host, false",
        "RTSP://me:p@ss@cam/a@b, cam, false",
        "rtsp://me:p@ss@cam:554/1, cam, false"
    })
    void findsTheHostAndWhoConnects(String url, String host, boolean listens) {
        LiveAddress address = LiveAddress.of(url, false).orElseThrow();

        assertThat(address.host()).isEqualTo(host);
        assertThat(address.listens()).isEqualTo(listens);
    }

    @Test
    void makesAnOptionOfListeningWhereTheLibraryWantsOne() {
        assertThat(LiveAddress.of("rtmp://0.0.0.0/live/key?mode=listener", false).orElseThrow())
                .returns("rtmp://0.0.0.0/live/key", LiveAddress::url)
                .returns(Map.of("listen", "1"), LiveAddress::options);
        assertThat(LiveAddress.of("rtsp://0.0.0.0:8554/a?mode=listener&x=1", true).orElseThrow())
                .returns("rtsp://0.0.0.0:8554/a?x=1", LiveAddress::url)
                .returns(
                        Map.of("rtsp_flags", "listen", "rtsp_transport", "tcp"),
                        LiveAddress::options);
        assertThat(LiveAddress.of("srt://:1?mode=listener&latency=9", false).orElseThrow())
                .returns("srt://:1?mode=listener&latency=9", LiveAddress::url)
                .returns(Map.of(), LiveAddress::options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srt://host",
                "srt://:9000",
                "srt://host:70000",
                "rtmp:///live/key",
                "rtsp://cam:port/1"
            })
    void refusesWhatHasNoHostOrNoPort(String url) {
        assertThat(LiveAddress.of(url, false)).isEmpty();
    }

    @Test
    void saysWhatCannotWork() {
        assertThat(LiveAddress.of("rtmps://h/a/b?mode=listener", false).orElseThrow().obstacle())
                .contains("over TLS");
        assertThat(LiveAddress.of("srt://h:1?mode=rendezvous&x=y", false).orElseThrow().obstacle())
                .contains("rendezvous");
        assertThat(LiveAddress.of("rtmps://h/a/b", false).orElseThrow())
                .returns("", LiveAddress::obstacle)
                .returns(443, LiveAddress::port);
    }

    @Test
    void neverShowsItsUrl() {
        assertThat(LiveAddress.of("srt://host:1?passphrase=hidden", false).orElseThrow().toString())
                .doesNotContain("hidden");
    }
}
