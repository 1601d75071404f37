package io.sightline.evidence;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;

/**
 * Files of any of Flink's file systems: each is there as a whole or not at all. Written the way
 * that Flink's file sink does it, so that whatever takes the record takes evidence. Any thread.
 */
final class EvidenceFiles {

    private static final FileStatus[] NOTHING = {};

    private EvidenceFiles() {}

    static boolean exists(Path file) throws IOException {
        return file.getFileSystem().exists(file);
    }

    /** Blocks until it is there. */
    static void write(Path file, byte[] bytes) throws IOException {
        FileSystem files = file.getFileSystem();
        files.mkdirs(file.getParent());
        try (RecoverableFsDataOutputStream out = files.createRecoverableWriter().open(file)) {
            out.write(bytes);
            out.closeForCommit().commit();
        }
    }

    /** The whole of a small file. */
    static byte[] read(Path file) throws IOException {
        try (InputStream in = file.getFileSystem().open(file)) {
            return in.readAllBytes();
        }
    }

    /** What is in a folder; nothing if there is no such folder (any more). */
    static FileStatus[] list(Path folder) throws IOException {
        try {
            FileStatus[] found = folder.getFileSystem().listStatus(folder);
            return found == null ? NOTHING : found;
        } catch (FileNotFoundException e) {
            return NOTHING; // another writer deleted it first
        }
    }

    /** Deletes a file or an empty folder; what is gone already, or not empty, stays as it is. */
    static void deleteIfPossible(Path path) {
        try {
            path.getFileSystem().delete(path, /* recursive= */ false);
        } catch (IOException e) {
            // Not empty, because somebody writes there, or gone: both are looked at next time.
        }
    }
}
