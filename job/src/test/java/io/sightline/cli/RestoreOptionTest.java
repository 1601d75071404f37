package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.testing.MadeSavepoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code monitor --restore} with what does not fit: one message, and nothing starts. */
class RestoreOptionTest {

    @TempDir Path folder;

    private final FakeTerminal screen = new FakeTerminal(100);
    private final AtomicInteger started = new AtomicInteger();

    @Test
    void refusesAPathThatDoesNotExist() {
        Path missing = folder.resolve("savepoint-1");

        assertRefused(
                missing.toString(),
                missing
                        + " does not exist. Name the folder of a savepoint or a checkpoint: a run"
                        + " that is stopped prints it");
        assertRefused("", "an empty text is no path of a savepoint or checkpoint");
    }

    @Test
    void refusesAnEmptyFolder() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertRefused(
                empty.toString(),
                empty
                        + " is neither a savepoint nor a checkpoint: it holds no file '_metadata'."
                        + " Name the folder of one: a run that is stopped prints it");
    }

    @Test
    void namesTheSavepointsThatAFolderHolds() throws IOException {
        Path savepoints = folder.resolve("savepoints");
        for (int i = 1; i <= 4; i++) {
            Path one = MadeSavepoint.ofSightline().writeTo(savepoints.resolve("savepoint-" + i));
            Files.setLastModifiedTime(one, FileTime.fromMillis(1_000_000L * i));
        }

        assertRefused(
                savepoints.toString(),
                savepoints
                        + " is neither a savepoint nor a checkpoint: it holds no file '_metadata'."
                        + " Name one of those in it: "
                        + savepoints.resolve("savepoint-4")
                        + ", "
                        + savepoints.resolve("savepoint-3")
                        + ", "
                        + savepoints.resolve("savepoint-2"));
    }

    @Test
    void refusesAFileThatIsSomethingElseOrWasCutShort() throws IOException {
        Path film = Files.writeString(folder.resolve("film.mp4"), "ftypisom and so on");
        Path cut = MadeSavepoint.ofSightline().writeTo(folder.resolve("cut"));
        byte[] whole = Files.readAllBytes(cut.resolve("_metadata"));
        Files.write(cut.resolve("_metadata"), Arrays.copyOf(whole, whole.length / 2));
        Path nothing = Files.createDirectory(folder.resolve("nothing"));
        Files.createFile(nothing.resolve("_metadata"));

        String said = " cannot be read as that of a savepoint or checkpoint: it was cut short, is";
        assertRefused(film.toString(), film + said);
        assertRefused(cut.toString(), cut.resolve("_metadata") + said);
        assertRefused(nothing.toString(), nothing.resolve("_metadata") + said);
    }

    @Test
    void refusesASavepointOfAnotherJob() throws IOException {
        Path other =
                MadeSavepoint.empty().with("orders").with("totals").writeTo(folder.resolve("o"));

        assertRefused(
                other.toString(),
                other
                        + " is of another job: it holds the state of 'orders', 'totals', none of it"
                        + " Sightline's. Name a savepoint or checkpoint of Sightline");
    }

    @Test
    void refusesASavepointOfANewerRelease() throws IOException {
        Path newer = MadeSavepoint.ofLaterSightline(1).writeTo(folder.resolve("newer"));

        assertRefused(
                newer.toString(),
                newer
                        + ": The state of this savepoint was written by a newer release of"
                        + " Sightline: it has version 2, this release reads up to 1. Go on with the"
                        + " release that wrote it or a later one, or restore an older savepoint.");
    }

    @Test
    void refusesAnotherMaximumParallelism() throws IOException {
        Path other = MadeSavepoint.ofSightline().with("detect", 128).writeTo(folder.resolve("128"));

        assertRefused(
                other.toString(), other + " was taken with a maximum parallelism of 128, and");
    }

    @Test
    void refusesOutputThatWasOnItsWayElsewhereUnlessItMayBeDropped() throws IOException {
        Path kafka =
                MadeSavepoint.ofSightline()
                        .with("alert-sink")
                        .with("Sink Committer: alert-sink")
                        .withEmpty("local-alert-sink")
                        .writeTo(folder.resolve("kafka"));

        assertRefused(
                kafka.toString(),
                kafka
                        + " holds state that this run has no place for: 'Sink Committer:"
                        + " alert-sink', 'alert-sink'. It was taken by a run that wrote to Kafka,"
                        + " and rows may still be on their way there. Go on as it was taken, stop,"
                        + " and go on from that savepoint; or drop it: --allow-non-restored-state,"
                        + " on a cluster 'flink run -n' or allowNonRestoredState");

        assertThat(monitor("clip.mp4", "--restore=" + kafka, "--allow-non-restored-state"))
                .isEqualTo(ExitStatus.NEVER_WATCHED);
        assertThat(started).hasValue(1);
    }

    @Test
    void goesOnFromWhatFits() throws IOException {
        Path savepoint =
                MadeSavepoint.ofSightline()
                        .with("detect")
                        .with("alert-files")
                        .withEmpty("something-new")
                        .writeTo(folder.resolve("fits"));

        assertThat(monitor("clip.mp4", "--restore=" + savepoint))
                .isEqualTo(ExitStatus.NEVER_WATCHED);
        assertThat(started).hasValue(1);
    }

    @Test
    void droppingNeedsSomethingToGoOnFrom() {
        assertThat(monitor("clip.mp4", "--allow-non-restored-state")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains("--allow-non-restored-state: is of use only with --restore");
    }

    private void assertRefused(String path, String message) {
        assertThat(monitor("clip.mp4", "--restore=" + path)).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("sightline: --restore: " + message);
        assertThat(screen.err()).doesNotContain("\tat ");
        assertThat(started).hasValue(0);
    }

    /** A job in which nothing happens. */
    private int monitor(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "monitor";
        System.arraycopy(options, 0, all, 1, options.length);
        all[all.length - 1] = "--output=" + folder.resolve("out");
        return Sightline.run(
                screen.terminal(), new ScriptedJob(listener -> started.incrementAndGet()), all);
    }
}
