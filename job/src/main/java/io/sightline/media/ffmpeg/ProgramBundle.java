package io.sightline.media.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks the programs beside their libraries and makes them start on machines without a desktop.
 *
 * <p>The programs are linked against libavdevice, and that against libraries of sound servers and
 * displays that a server or a container lacks (libpulse above all), although nothing here records
 * from devices. The dynamic linker only insists that a file of that name is there: functions are
 * looked up when first called, which never happens. So each missing name becomes a link to a
 * harmless library of the bundle, in a folder of its own at the end of the library path.
 */
final class ProgramBundle {

    private static final Pattern MISSING_LIBRARY =
            Pattern.compile("error while loading shared libraries: ([^\\s:/]+): cannot open");

    private static final int MAX_STAND_INS = 16;

    private ProgramBundle() {}

    /** The folder with the programs and all libraries, unpacked on first use. */
    static Path folder() throws IOException {
        String resource = "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/";
        File folder = Loader.cacheResource(org.bytedeco.ffmpeg.ffmpeg.class, resource);
        if (folder == null) {
            throw new IOException(
                    "The ffmpeg program for %s is not on the class path"
                            .formatted(Loader.getPlatform()));
        }
        return folder.toPath();
    }

    /** What the library path must be for this program to start. */
    static String libraryPath(Path executable) throws IOException {
        Path folder = executable.getParent();
        Path standIns = folder.resolve("stand-ins");
        String libraryPath = folder + File.pathSeparator + standIns;
        for (int i = 0; i < MAX_STAND_INS; i++) {
            Matcher missing = MISSING_LIBRARY.matcher(tryToStart(executable, libraryPath));
            if (!missing.find()) {
                break;
            }
            standIn(folder, standIns.resolve(missing.group(1)));
        }
        return libraryPath;
    }

    private static String tryToStart(Path executable, String libraryPath) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(executable.toString(), "-version"))
                        .redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", libraryPath);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void standIn(Path folder, Path link) throws IOException {
        Files.createDirectories(link.getParent());
        try (Stream<Path> files = Files.list(folder)) {
            Path smallest =
                    files.filter(file -> file.getFileName().toString().contains(".so"))
                            .filter(file -> !Files.isSymbolicLink(file))
                            .min(Comparator.comparingLong(file -> file.toFile().length()))
                            .orElseThrow(() -> new IOException("No libraries in " + folder));
            Files.createSymbolicLink(link, smallest);
        } catch (FileAlreadyExistsException e) {
            // Another process was quicker: its link is as good.
        }
    }
}
