package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.StreamEvent;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three renditions of one live stream, whose playlists the test changes. */
class LaddersTest {

    private static final List<String> RENDITIONS = List.of("120p", "240p", "360p");
    private static final String REGULAR = "2 2 2";

    @TempDir private Path folder;

    private final Map<String, String> durations = new ConcurrentHashMap<>();
    private Origin server;
    private ReaderHarness harness;

    @BeforeEach
    void watch() throws IOException {
        new Clips(folder).hls("mpegts", 8);
        server = new Origin(folder);
        harness = new ReaderHarness(SourceSettings.DEFAULTS);
        StringBuilder master = new StringBuilder("#EXTM3U\n");
        for (String name : RENDITIONS) {
            int height = Integer.parseInt(name.replace("p", ""));
            master.append(
                    "#EXT-X-STREAM-INF:BANDWIDTH=%d000,RESOLUTION=320x%d\n%s.m3u8\n"
                            .formatted(height, height, name));
            durations.put(name, REGULAR);
            serve(name);
        }
        server.text("/live.m3u8", master::toString);
        for (String name : RENDITIONS) {
            harness.read(
                    new StreamSplit(
                            StreamEntry.of(new StreamId("tv"), server.url("/live.m3u8")),
                            new RenditionId(name),
                            "tv#0",
                            Position.START));
        }
        harness.read(ReaderHarness.split("other", server.url("/120p.m3u8"))); // compared to nothing
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
        server.close();
    }

    private void serve(String name) {
        server.text("/" + name + ".m3u8", () -> playlist(durations.get(name)));
    }

    private static String playlist(String durations) {
        StringBuilder text =
                new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n");
        int number = 0;
        for (String seconds : durations.isEmpty() ? new String[0] : durations.split(" ", -1)) {
            text.append("#EXTINF:%s,\nmpegts%d.ts\n".formatted(seconds, number++));
        }
        return text.toString();
    }

    @Test
    void tellsWhichOneIsMissing() throws Exception {
        untilOff(Map.of());
        server.status("/240p.m3u8", 404);
        untilOff(Map.of("240p", true));
        serve("240p");
        untilOff(Map.of());
        durations.put("360p", ""); // as after an encoder's restart
        untilOff(Map.of("360p", true));
    }

    @Test
    void tellsWhichOneIsCutOtherwise() throws Exception {
        untilOff(Map.of());
        durations.put("120p", "2 3 1");
        untilOff(Map.of("120p", true));
        durations.put("120p", REGULAR);
        untilOff(Map.of());
    }

    @Test
    void saysNothingWhenAllAreGone() throws Exception {
        untilOff(Map.of());
        RENDITIONS.forEach(name -> server.status("/" + name + ".m3u8", 404));
        harness.until("all without signal", () -> noSignal() == RENDITIONS.size() + 1);
        untilOff(Map.of());
    }

    private long noSignal() {
        return harness.lines.stream().filter(l -> l.startsWith("state NO_SIGNAL")).count();
    }

    /** Until the last tick of every rendition says so; each was seen after the call. */
    private void untilOff(Map<String, Boolean> expected) throws Exception {
        int from = harness.others.size();
        harness.until(
                "off: " + expected.keySet(),
                () -> {
                    Map<String, Boolean> off = new HashMap<>();
                    List<StreamEvent> later = harness.others.subList(from, harness.others.size());
                    for (StreamEvent event : later) {
                        if (event instanceof StreamEvent.Tick tick) {
                            off.put(name(tick), tick.offMillis() > 0);
                        }
                    }
                    boolean isSeen =
                            later.stream()
                                            .filter(e -> e instanceof StreamEvent.Tick)
                                            .filter(e -> name(e).equals("240p"))
                                            .count()
                                    > 2;
                    return isSeen
                            && off.entrySet().stream()
                                    .allMatch(
                                            e ->
                                                    expected.getOrDefault(e.getKey(), false)
                                                            .equals(e.getValue()));
                });
        assertThat(harness.saw("defect of this program")).isFalse();
    }

    private static String name(StreamEvent event) {
        boolean isLadder = event.origin().stream().value().equals("tv");
        return isLadder ? event.origin().rendition().value() : event.origin().stream().value();
    }
}
