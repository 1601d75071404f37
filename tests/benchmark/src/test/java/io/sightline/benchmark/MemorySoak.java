package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.LiveHlsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Eight live 720p streams, served on the loopback interface as HLS, watched by one process for ten
 * minutes: its resident size must not grow once it has settled. See docs/reference/performance.md
 * for the command.
 */
final class MemorySoak {

    private static final int STREAMS = 8;
    private static final int SLOTS = 2;
    private static final int SECONDS = Integer.getInteger("soak.seconds", 600);
    private static final int SETTLED_SECONDS = 180;
    private static final double MAX_GROWTH = 0.02;

    private final List<LiveHlsServer> servers = new ArrayList<>(); // owned, closed in stop()

    @AfterEach
    void stop() {
        servers.forEach(LiveHlsServer::close);
    }

    @Test
    void residentSizeStaysWhileEightLiveStreamsAreWatched() throws Exception {
        Path target = Path.of("target/soak").toAbsolutePath();
        Path playlist = BenchmarkClip.HD.asPlaylist(target, SECONDS + 120);
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            LiveHlsServer server =
                    LiveHlsServer.start(
                            "soak" + i, playlist, Duration.ofSeconds(12), Clock.systemUTC());
            servers.add(server);
            urls.add(server.url());
        }
        ChildJob job = new ChildJob(ChildJob.root(), target.resolve("job"));
        Process process = job.start(/* warmUpPictures= */ 1, SLOTS, SECONDS, urls);
        ConcurrentSkipListMap<Integer, Long> residentKib = new ConcurrentSkipListMap<>();
        List<String> lines = new ArrayList<>();
        job.follow(
                process,
                line -> {
                    if (line.startsWith("sample ")) {
                        int second = (int) number(line, "seconds");
                        residentKib.put(second, residentKib(process.pid()));
                        line += " resident_kib=" + residentKib.get(second);
                    }
                    lines.add(line);
                    System.out.println(line);
                });
        Files.write(target.resolve("samples.txt"), lines);
        double settled = mean(residentKib, SETTLED_SECONDS - 30, SETTLED_SECONDS + 30);
        double end = mean(residentKib, SECONDS - 60, SECONDS);
        double growth = end / settled - 1;
        String result =
                String.format(
                        Locale.ROOT,
                        "Resident size about minute 3: %.1f MiB, in the last minute: %.1f MiB,"
                                + " growth %.2f %%",
                        settled / 1024,
                        end / 1024,
                        growth * 100);
        Files.writeString(target.resolve("result.txt"), result + "\n");
        System.out.println(result);
        long pictures = number(lastSample(lines), "pictures");
        assertThat(pictures)
                .as("pictures examined: the machine must be free enough to keep up")
                .isGreaterThan((long) (0.97 * (SECONDS - 20) * STREAMS * 30));
        assertThat(growth).as(result).isLessThan(MAX_GROWTH);
    }

    private static String lastSample(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("sample "))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static long number(String line, String key) {
        return Long.parseLong(line.replaceFirst(".* " + key + "=(\\d+).*", "$1"));
    }

    private static double mean(ConcurrentSkipListMap<Integer, Long> samples, int from, int to) {
        return samples.subMap(from, true, to, true).values().stream()
                .mapToLong(Long::longValue)
                .average()
                .orElseThrow();
    }

    private static long residentKib(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            return Long.parseLong(status.replaceFirst("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
