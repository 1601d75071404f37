package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.LiveHlsServer;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the whole job takes for each stream and each slot beside its decoders, inside the heap and
 * outside, and how large its state is: small live streams over HLS, decoded in full, in processes
 * of different shapes. See docs/reference/performance.md for the command.
 */
final class SlotMemory {

    private static final int SECONDS = 60;
    private static final String SAMPLED = "sample seconds=50 ";
    private static final int HEAP_MIB = 512;

    /** Cheap to decode, so that a busy machine keeps up; what is counted does not depend on it. */
    private static final String CLIP =
            "-v error -y -f lavfi -i testsrc2=size=320x180:rate=5 -f lavfi -i sine=frequency=330"
                    + " -t %d -c:v libopenh264 -b:v 80k -g 10 -c:a aac -b:a 96k -ac 2 -ar 48000"
                    + " -f hls -hls_time 4 -hls_playlist_type vod %s";

    private final Path folder = Path.of("target/memory").toAbsolutePath();

    /**
     * @param arenas the C library's limit; empty for none
     */
    private record Shape(int streams, int slots, String arenas) {

        String id() {
            return "job-%d-%d-%s".formatted(streams, slots, arenas);
        }

        @Override
        public String toString() {
            return "%d streams, %d slots, %s arenas"
                    .formatted(streams, slots, arenas.isEmpty() ? "any" : arenas);
        }
    }

    /**
     * In MiB.
     *
     * @param heap what is in use after a collection
     * @param machine what else the Java virtual machine says it has taken, stacks of threads
     *     included
     * @param outside what nobody in Java knows of: FFmpeg, RocksDB, the C library's free memory
     */
    private record Account(
            double heap, double machine, double stacks, double outside, int threads) {

        static Account of(long pid) throws IOException, InterruptedException {
            jcmd(pid, "GC.run");
            double heap = 0;
            Matcher used =
                    Pattern.compile("(?:new|tenured) generation .*used (\\d+)K")
                            .matcher(jcmd(pid, "GC.heap_info"));
            while (used.find()) {
                heap += Double.parseDouble(used.group(1)) / 1024;
            }
            String machine = jcmd(pid, "VM.native_memory", "summary", "scale=KB");
            double total = number(machine, "Total: reserved=\\d+KB, committed=(\\d+)KB");
            double stacks = number(machine, "(?s) Thread \\(reserved=\\d+KB, committed=(\\d+)KB");
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            double resident = number(status, "RssAnon:\\s+(\\d+) kB");
            return new Account(
                    heap,
                    total - HEAP_MIB,
                    stacks,
                    resident - total,
                    (int) (number(status, "Threads:\\s+(\\d+)") * 1024));
        }

        private static double number(String text, String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            if (!matcher.find()) {
                throw new IllegalStateException("No '" + pattern + "' in:\n" + text);
            }
            return Double.parseDouble(matcher.group(1)) / 1024;
        }

        private static String jcmd(long pid, String... words)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
            command.add(Long.toString(pid));
            command.addAll(List.of(words));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + text);
            }
            return text;
        }
    }

    @Test
    void whatSlotsAndStreamsTakeBesideDecoders() throws Exception {
        Files.createDirectories(folder);
        Path playlist = folder.resolve("small.m3u8");
        FfmpegProgram.ffmpeg().run(List.of(CLIP.formatted(SECONDS + 60, playlist).split(" ", -1)));
        StringBuilder report =
                new StringBuilder(
                        "| MiB | heap in use | JVM beside it | of that stacks | outside | threads |"
                                + " savepoint, KiB |\n|---|---|---|---|---|---|---|\n");
        for (Shape shape :
                List.of(
                        new Shape(1, 1, "2"),
                        new Shape(4, 1, "2"),
                        new Shape(16, 1, "2"),
                        new Shape(16, 4, "2"),
                        new Shape(16, 4, ""))) {
            Account account = account(playlist, shape);
            report.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.0f | %.0f | %.0f | %.0f | %d | %d |%n",
                            shape,
                            account.heap(),
                            account.machine(),
                            account.stacks(),
                            account.outside(),
                            account.threads(),
                            savepointKib(folder.resolve(shape.id()))));
            System.out.println(shape + " " + account);
        }
        Files.writeString(folder.resolve("slots.md"), report);
        System.out.println(report);
    }

    private Account account(Path playlist, Shape shape) throws Exception {
        List<LiveHlsServer> servers = new ArrayList<>();
        try {
            for (int i = 0; i < shape.streams(); i++) {
                servers.add(
                        LiveHlsServer.start(
                                "memory" + i, playlist, Duration.ofSeconds(12), Clock.systemUTC()));
            }
            ChildJob job =
                    new ChildJob(ChildJob.root(), folder.resolve(shape.id()))
                            .withArenas(shape.arenas())
                            .with(
                                    List.of(
                                            "-Xms" + HEAP_MIB + "m",
                                            "-Xmx" + HEAP_MIB + "m",
                                            "-XX:+AlwaysPreTouch",
                                            "-XX:NativeMemoryTracking=summary"));
            Process process =
                    job.start(
                            /* warmUpPictures= */ 1,
                            shape.slots(),
                            SECONDS,
                            servers.stream().map(LiveHlsServer::url).toList());
            AtomicReference<Account> account = new AtomicReference<>();
            job.follow(
                    process,
                    line -> {
                        if (line.startsWith(SAMPLED)) {
                            System.out.println(line);
                            account.set(accountOf(process));
                        }
                    });
            assertThat(account).as(shape + ": sampled").doesNotHaveNullValue();
            return account.get();
        } finally {
            servers.forEach(LiveHlsServer::close);
        }
    }

    /** Of the one that is taken when the job is stopped: it holds all state. */
    private static long savepointKib(Path output) throws IOException {
        try (Stream<Path> files = Files.walk(output.resolve("checkpoints/savepoints"))) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1024;
        }
    }

    private static Account accountOf(Process process) {
        try {
            return Account.of(process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
