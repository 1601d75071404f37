package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.TimeBase;
import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One live protocol in a test: the reader of it, and the program on the other side. */
final class LivePeer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int PICTURES = 100; // looked at; 25 for each second

    /** As the settings have it: silence becomes loss of contact, and that a state. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);

    /** Starts the other side. */
    @FunctionalInterface
    interface Starter {
        Process start() throws IOException;
    }

    private final String name;
    private final Starter starter;
    private final ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS); // owned
    private @Nullable Process program; // owned
    private long killedNanos;
    private @Nullable Duration toldAfter;
    private int linesAtReturn;

    LivePeer(String name, String url, Starter starter) {
        this.name = name;
        this.starter = starter;
        harness.read(ReaderHarness.split(name, url));
    }

    /** Ten seconds in formats that every protocol carries, without B frames. */
    static Path clip(Path folder, String name) throws IOException {
        return new Clips(folder)
                .clip(name, 10, "-c:v", "libopenh264", "-g", "25", "-b:v", "300k", "-c:a", "aac");
    }

    /** All play, their other sides are killed, and all play again. */
    static void playOverAnOutage(List<LivePeer> peers) throws Exception {
        until("pictures", peers, LivePeer::keepSending, peer -> peer.hasPictures(0));
        for (LivePeer peer : peers) {
            assertThat(peer.harness.state()).as(peer.name).isEqualTo("state LIVE");
            assertThat(peer.harness.saw("discontinuity")).as(peer.name).isFalse();
            peer.requireEveryPicture(0);
        }
        for (LivePeer peer : peers) {
            peer.kill();
        }
        until("no signal", peers, peer -> {}, LivePeer::isTold);
        for (LivePeer peer : peers) {
            System.out.printf("%s: NO_SIGNAL after %s%n", peer.name, peer.toldAfter);
            assertThat(peer.toldAfter).as(peer.name).isLessThan(TOLD_WITHIN);
            peer.linesAtReturn = peer.harness.lines.size();
        }
        until(
                "pictures again",
                peers,
                LivePeer::keepSending,
                peer -> peer.hasPictures(peer.linesAtReturn));
        for (LivePeer peer : peers) {
            assertThat(peer.harness.state()).as(peer.name).isEqualTo("state LIVE");
            assertThat(peer.harness.count("discontinuity")).as(peer.name).isEqualTo(1);
            peer.requireEveryPicture(peer.breakLine());
        }
    }

    /** Senders that connect give up where nobody listens yet, and servers after a client. */
    private void keepSending() {
        if (program != null && program.isAlive()) {
            return;
        }
        try {
            program = starter.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void kill() throws InterruptedException {
        program.destroyForcibly().waitFor();
        killedNanos = System.nanoTime();
    }

    private boolean isTold() {
        if (toldAfter == null && harness.state().equals("state NO_SIGNAL")) {
            toldAfter = Duration.ofNanos(System.nanoTime() - killedNanos);
        }
        return toldAfter != null;
    }

    private boolean hasPictures(int fromLine) {
        return pictures(fromLine).size() >= PICTURES;
    }

    /** Their times; those that RTSP gives out before the first sender report have none. */
    private List<Long> pictures(int fromLine) {
        return harness.lines.subList(fromLine, harness.lines.size()).stream()
                .filter(line -> line.startsWith("packet 0 "))
                .filter(line -> !line.contains("pts=" + TimeBase.NO_TIME))
                .map(line -> Long.parseLong(line.replaceFirst(".* pts=(-?\\d+) .*", "$1")))
                .toList();
    }

    /** Where the last discontinuity is among the lines. */
    private int breakLine() {
        List<String> lines = harness.lines;
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith("discontinuity"))
                .max()
                .orElse(0);
    }

    /** Times rise by one picture each: none is missing, none comes twice. */
    private void requireEveryPicture(int fromLine) {
        List<Long> times = pictures(fromLine);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1))
                    .as("%s, picture %d", name, i)
                    .isBetween(38_000L, 42_000L);
        }
    }

    private interface Step {
        void take(LivePeer peer);
    }

    private interface Condition {
        boolean holds(LivePeer peer);
    }

    private static void until(String what, List<LivePeer> peers, Step step, Condition condition)
            throws Exception {
        BooleanSupplier isMet =
                () -> peers.stream().filter(condition::holds).count() == peers.size();
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!isMet.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("Not within " + PATIENCE + ": " + what + story(peers));
            }
            boolean idle = true;
            for (LivePeer peer : peers) {
                idle &= !peer.harness.step();
                step.take(peer);
            }
            if (idle) {
                awaitEvents(peers);
            }
        }
    }

    private static String story(List<LivePeer> peers) {
        StringBuilder told = new StringBuilder();
        for (LivePeer peer : peers) {
            told.append("\n== ").append(peer.name).append(' ');
            told.append(peer.pictures(0).size()).append(" pictures");
            peer.harness.lines.stream()
                    .filter(line -> !line.startsWith("packet") && !line.startsWith("tick"))
                    .forEach(line -> told.append("\n   ").append(line));
        }
        return told.toString();
    }

    /** Until any of them wants to be polled, or long enough to look at the senders again. */
    private static void awaitEvents(List<LivePeer> peers) throws Exception {
        try {
            CompletableFuture.anyOf(
                            peers.stream()
                                    .map(peer -> peer.harness.reader.isAvailable())
                                    .toArray(CompletableFuture[]::new))
                    .get(50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException quiet) {
            // Looked at by the caller.
        }
    }

    @Override
    public void close() throws InterruptedException {
        harness.close();
        if (program != null) {
            program.destroyForcibly();
        }
    }
}
