package io.sightline.e2e;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells which process has a connection on loopback, from Linux's {@code /proc}. */
final class SocketOwner {

    private static final int LOCAL = 1; // columns of /proc/net/tcp
    private static final int INODE = 9;

    private SocketOwner() {}

    /** The process whose end of a connection has this port; 0 if it is gone already. */
    static long of(int port) throws IOException {
        String inode = inodeOf(port);
        if (inode.isEmpty()) {
            return 0;
        }
        Path wanted = Path.of("socket:[" + inode + "]");
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (has(process.resolve("fd"), wanted)) {
                    return Long.parseLong(process.getFileName().toString());
                }
            }
        }
        return 0;
    }

    private static String inodeOf(int port) throws IOException {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[LOCAL].endsWith(ending) && !columns[INODE].equals("0")) {
                    return columns[INODE];
                }
            }
        }
        return "";
    }

    private static boolean has(Path descriptors, Path wanted) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path one : all) {
                if (Files.isSymbolicLink(one) && Files.readSymbolicLink(one).equals(wanted)) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            // It ended, or belongs to somebody else.
        }
        return false;
    }
}
