package io.sightline.media.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command-line programs that come with the libraries. Immutable; any thread. */
public final class FfmpegProgram {

    private static final int ERROR_TAIL_CHARS = 2_000;

    private final Path executable;
    private final String libraryPath;

    private FfmpegProgram(Path executable, String libraryPath) {
        this.executable = executable;
        this.libraryPath = libraryPath;
    }

    /** The {@code ffmpeg} program, unpacked on first use. */
    public static FfmpegProgram ffmpeg() throws IOException {
        return open("ffmpeg");
    }

    /** The {@code ffprobe} program, unpacked on first use. */
    public static FfmpegProgram ffprobe() throws IOException {
        return open("ffprobe");
    }

    private static FfmpegProgram open(String name) throws IOException {
        Path executable = ProgramBundle.folder().resolve(name);
        if (!Files.isExecutable(executable) && !executable.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + executable + " executable");
        }
        return new FfmpegProgram(executable, ProgramBundle.libraryPath(executable));
    }

    public Path executable() {
        return executable;
    }

    /** A builder with the path and the library path set; standard input is closed to it. */
    public ProcessBuilder command(List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(executable.toString());
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("LD_LIBRARY_PATH", libraryPath);
        return builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }

    /**
     * Runs it to the end.
     *
     * @return what it wrote to standard output
     * @throws IOException with the end of what it wrote to standard error when it failed
     */
    public byte[] run(String... arguments) throws IOException {
        return run(List.of(arguments));
    }

    /** As {@link #run(String...)}. */
    public byte[] run(List<String> arguments) throws IOException {
        Path errors = Files.createTempFile("sightline-ffmpeg", ".log");
        try {
            Process process = command(arguments).redirectError(errors.toFile()).start();
            try (InputStream output = process.getInputStream()) {
                byte[] written = output.readAllBytes();
                int status = process.waitFor();
                if (status != 0) {
                    throw new IOException(
                            "%s ended with status %d: %s"
                                    .formatted(executable.getFileName(), status, tail(errors)));
                }
                return written;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while " + executable.getFileName() + " ran", e);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    /**
     * Starts it; the caller ends it. Its output and errors are discarded.
     *
     * @return the running program
     */
    public Process start(List<String> arguments) throws IOException {
        return command(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String tail(Path errors) throws IOException {
        // The dynamic linker remarks on the stand-ins of ProgramBundle; that is no error.
        String text =
                Files.readString(errors, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> !line.contains("no version information available"))
                        .collect(Collectors.joining("\n"))
                        .strip();
        return text.substring(Math.max(0, text.length() - ERROR_TAIL_CHARS));
    }
}
