package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.StreamId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamNamesTest {

    @Test
    void namesFilesWithoutFolderAndExtension() {
        assertThat(names("/var/media/evening news.mp4", "clip.tar.ts", ".hidden", "C:\\a\\b.mov"))
                .containsExactly("evening-news", "clip.tar", ".hidden", "b");
    }

    @Test
    void passesOverPathsThatSayNothing() {
        assertThat(
                        names(
                                "https://example.org/news/live/master.m3u8",
                                "http://example.org/index.m3u8"))
                .containsExactly("news", "example.org");
    }

    @Test
    void showsNoSecretOfUrls() {
        assertThat(
                        names(
                                "https://me:secret@example.org/?token=hidden",
                                "udp://239.1.1.1:5000",
                                "rtmp://host/live/s3cret-key",
                                "rtmps://host/sport/s3cret-key",
                                "srt://:9000?mode=listener&passphrase=hidden"))
                .containsExactly("example.org", "239.1.1.1-5000", "host", "sport", "9000");
    }

    @Test
    void numbersNamesThatComeTwiceWithoutMeetingOthers() {
        assertThat(names("a/clip.mp4", "b/clip.mp4", "clip-2.mp4", "c/clip.mp4"))
                .containsExactly("clip", "clip-2", "clip-2-2", "clip-3")
                .doesNotHaveDuplicates();
    }

    @Test
    void alwaysFindsSomeName() {
        assertThat(names("https://", "///", "%%%", "index.m3u8"))
                .containsExactly("stream", "stream-2", "stream-3", "index");
    }

    private static List<String> names(String... inputs) {
        return StreamNames.of(List.of(inputs)).stream().map(StreamId::value).toList();
    }
}
