package io.sightline.isolation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Leaves marks behind as a process does that dies while its threads are at work. */
public final class DeadProcess implements AutoCloseable {

    private final Path directory;
    private final Path scratch;
    private final CrashMarks marks;

    public DeadProcess(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.scratch = Files.createTempDirectory(directory, "alive");
        this.marks = CrashMarks.create(scratch);
    }

    /** One whose threads were examining {@code input}. */
    public static void examining(Path directory, MarkedInput input) throws IOException {
        try (DeadProcess process = new DeadProcess(directory)) {
            process.with(input, CrashMark::examiningEntered);
        }
    }

    DeadProcess with(MarkedInput input, Consumer<CrashMark> work) throws IOException {
        work.accept(marks.open(input));
        return this;
    }

    /** Dies: its file stays, under the name of another process and without a lock. */
    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String dead = name.replace(CrashMarks.thisProcess(), "1-1");
                Files.copy(file, directory.resolve(dead));
            }
        }
        marks.close();
        Files.delete(scratch);
    }
}
