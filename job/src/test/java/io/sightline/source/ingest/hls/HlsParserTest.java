package io.sightline.source.ingest.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.Listing;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HlsParserTest {

    private static final URI BASE = URI.create("http://127.0.0.1/live/index.m3u8");

    @Test
    void takesBlanksBeforeValues() throws Exception {
        Listing playlist =
                media(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:3
                        #EXT-X-TARGETDURATION: 10
                        #EXTINF: 10,
                        1.ts
                        #EXTINF:\t9.5,
                        2.ts
                        #EXT-X-ENDLIST
                        """);

        assertThat(playlist.segments()).hasSize(2);
    }

    @Test
    void refusesWhatIsNoPlaylist() {
        assertThatThrownBy(() -> media("<html>gone</html>"))
                .isInstanceOf(FetchException.class)
                .hasMessage("what came is not a playlist");
        assertThatThrownBy(() -> media(""))
                .isInstanceOf(FetchException.class)
                .hasMessage("the playlist is empty");
    }

    private static Listing media(String text) throws FetchException {
        return HlsParser.media(HlsParser.text(text.getBytes(StandardCharsets.UTF_8)), BASE);
    }
}
