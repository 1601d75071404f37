package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastStateTest {

    @TempDir Path state;

    private Path complete(String folder, int second) throws Exception {
        Path made = Files.createDirectories(state.resolve(folder));
        Path metadata = Files.writeString(made.resolve("_metadata"), "m");
        Files.setLastModifiedTime(metadata, FileTime.from(Instant.ofEpochSecond(second)));
        return made;
    }

    @Test
    void isTheNewestThatIsComplete() throws Exception {
        assertThat(LastState.in(state)).isEmpty();
        complete("checkpoints/job-1/chk-7", 10);
        Path savepoint = complete("savepoints/savepoint-1", 20);
        Files.createDirectories(state.resolve("checkpoints/job-2/chk-1")); // not complete

        assertThat(LastState.in(state)).contains(savepoint);
    }

    @Test
    void forgetsWhatIsOlder() throws Exception {
        Path old = complete("checkpoints/job-1/chk-7", 10);
        Path kept = complete("savepoints/savepoint-1", 20);
        Path newer = complete("checkpoints/job-2/chk-1", 30);

        LastState.forgetAllBut(Optional.of(kept), state);

        assertThat(old).doesNotExist();
        assertThat(kept).exists();
        assertThat(newer).as("of the run that began").exists();
    }

    @Test
    void ofARunThatEndsMeanwhileIsPassedOver() throws Exception {
        Path kept = complete("savepoints/savepoint-1", 20);
        try (Vanishing vanishing = new Vanishing(state.resolve("checkpoints/job-1"))) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(LastState.in(state)).contains(kept);
            }
            assertThat(vanishing.times()).isPositive();
        }
    }

    /** Makes a checkpoint and deletes it, over and over, as a job does that is still ending. */
    private static final class Vanishing implements AutoCloseable {

        private final Path folder;
        private final Thread thread = new Thread(this::run, "vanishing");
        private volatile boolean over;
        private final AtomicInteger times = new AtomicInteger();

        Vanishing(Path folder) {
            this.folder = folder;
            thread.start();
        }

        private void run() {
            Path checkpoint = folder.resolve("chk-1");
            Path metadata = checkpoint.resolve("_metadata");
            try {
                while (!over) {
                    Files.createDirectories(checkpoint);
                    Path made = Files.writeString(checkpoint.resolve("made"), "m");
                    Files.setLastModifiedTime(made, FileTime.from(Instant.ofEpochSecond(10)));
                    Files.move(made, metadata);
                    Files.delete(metadata);
                    Files.delete(checkpoint);
                    Files.delete(folder);
                    times.incrementAndGet();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int times() {
            return times.get();
        }

        @Override
        public void close() throws InterruptedException {
            over = true;
            thread.join();
        }
    }
}
