package io.sightline.demo;

import io.sightline.demo.media.PlantedDefect;
import io.sightline.detector.model.StreamId;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.enumerator.StreamEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The demo's streams, from making their media to taking everything away again.
 *
 * <p>Thread: one, its owner's. Ownership: the media's folder, the servers and the sending program
 * are this object's, until it is closed.
 */
public final class DemoStreams implements AutoCloseable {

    private final Clock clock;
    private final Path folder; // owned, deleted in close()
    private final Deque<AutoCloseable> senders = new ArrayDeque<>(); // owned, closed in close()
    private final List<StreamEntry> entries = new ArrayList<>();
    private final Map<String, LiveHlsServer> playlists = new HashMap<>();
    private final Map<String, UdpSender> datagrams = new HashMap<>();
    private long startedMillis; // 0 until somebody watches
    private long awayMillis;
    private long backMillis;

    private DemoStreams(Clock clock, Path folder) {
        this.clock = clock;
        this.folder = folder;
    }

    /**
     * Makes the media, in a temporary folder.
     *
     * @param progress told how many of how many streams are done
     * @throws IOException when the disk is full, or the bundled program does not run here
     */
    public static DemoStreams prepare(Clock clock, BiConsumer<Integer, Integer> progress)
            throws IOException, InterruptedException {
        DemoStreams streams = new DemoStreams(clock, Files.createTempDirectory("sightline-demo"));
        try {
            streams.makeMedia(progress);
            return streams;
        } catch (IOException | InterruptedException | RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    private void makeMedia(BiConsumer<Integer, Integer> progress)
            throws IOException, InterruptedException {
        List<DemoChannel> channels = DemoProgramme.CHANNELS;
        progress.accept(0, channels.size());
        FfmpegProgram.ffmpeg(); // unpacked before several threads ask for it at once
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService makers = Executors.newFixedThreadPool(processors);
        try {
            List<Future<?>> made = new ArrayList<>();
            for (DemoChannel channel : channels) {
                made.add(
                        makers.submit(
                                () -> {
                                    channel.media().write(file(channel), channel.packaging());
                                    return null;
                                }));
            }
            for (int i = 0; i < made.size(); i++) {
                made.get(i).get();
                progress.accept(i + 1, made.size());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            makers.shutdownNow();
        }
    }

    private Path file(DemoChannel channel) {
        return folder.resolve(channel.fileName());
    }

    /** Makes every stream ready: they begin together when the first of them is asked for. */
    public void start() throws IOException {
        for (DemoChannel channel : DemoProgramme.CHANNELS) {
            String url =
                    switch (channel.carrier()) {
                        case LIVE_HLS -> startHls(channel);
                        case UDP -> startUdp(channel);
                        case HTTP -> startHttp(channel);
                    };
            entries.add(StreamEntry.of(new StreamId(channel.name()), url));
        }
    }

    private String startHls(DemoChannel channel) throws IOException {
        LiveHlsServer server =
                LiveHlsServer.start(channel.name(), file(channel), DemoProgramme.HLS_AHEAD, clock);
        senders.push(server);
        playlists.put(channel.name(), server);
        return server.url();
    }

    private String startUdp(DemoChannel channel) throws IOException {
        UdpSender sender = UdpSender.open();
        senders.push(sender);
        datagrams.put(channel.name(), sender);
        return sender.url();
    }

    private String startHttp(DemoChannel channel) throws IOException {
        DripServer server =
                DripServer.start(
                        channel.fileName(),
                        file(channel),
                        channel.media().duration(),
                        Duration.ofSeconds(3));
        senders.push(server);
        return server.url();
    }

    /** One line for each stream: what it is called and how it is brought. */
    public static List<String> descriptions() {
        return DemoProgramme.CHANNELS.stream()
                .map(channel -> channel.name() + ": " + channel.carrier().words())
                .toList();
    }

    /** How to watch each stream, in their order. */
    public List<StreamEntry> entries() {
        return List.copyOf(entries);
    }

    /**
     * To be called a few times a second: takes a server away and brings it back when it is time.
     *
     * @return whether the programme is over
     */
    public boolean isOver() {
        long now = clock.millis();
        if (startedMillis == 0) {
            if (playlists.values().stream().anyMatch(s -> s.recordedSince().isPresent())) {
                startedMillis = now;
                for (DemoChannel channel : DemoProgramme.CHANNELS) {
                    UdpSender sender = datagrams.get(channel.name());
                    if (sender != null) {
                        sender.begin(file(channel));
                    }
                }
            }
            return false;
        }
        LiveHlsServer interrupted = playlists.get(DemoProgramme.OUTAGE);
        Duration elapsed = Duration.ofMillis(now - startedMillis);
        if (awayMillis == 0 && elapsed.compareTo(DemoProgramme.OUTAGE_FROM) >= 0) {
            interrupted.goAway();
            awayMillis = now;
        }
        if (backMillis == 0 && elapsed.compareTo(DemoProgramme.OUTAGE_TO) >= 0) {
            interrupted.comeBack();
            backMillis = now;
        }
        return elapsed.compareTo(DemoProgramme.WATCHED) >= 0;
    }

    /** Everything that must be found, in the order of streams. */
    public List<Planted> planted() {
        List<Planted> planted = new ArrayList<>();
        for (DemoChannel channel : DemoProgramme.CHANNELS) {
            for (PlantedDefect defect : channel.media().defects()) {
                planted.add(DemoProgramme.planted(channel, defect));
            }
            if (channel.name().equals(DemoProgramme.OUTAGE)) {
                long zero = zeroMillis(channel.name());
                planted.add(DemoProgramme.outage(awayMillis - zero, backMillis - zero));
            }
        }
        return planted;
    }

    /**
     * The event time of a stream's first picture, epoch milliseconds. Live streams begin at the
     * time of day; a file's event time begins with it, at 0.
     */
    public long zeroMillis(String streamId) {
        if (datagrams.containsKey(streamId)) {
            return startedMillis;
        }
        return Optional.ofNullable(playlists.get(streamId))
                .flatMap(LiveHlsServer::recordedSince)
                .map(Instant::toEpochMilli)
                .orElse(0L);
    }

    @Override
    public void close() throws IOException {
        while (!senders.isEmpty()) {
            try {
                senders.pop().close();
            } catch (Exception e) {
                throw new IOException("Cannot end a stream of the demo", e);
            }
        }
        if (Files.exists(folder)) {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
