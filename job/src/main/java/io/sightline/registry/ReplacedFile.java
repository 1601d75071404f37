package io.sightline.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * A file that others watch while it is edited. A reader finds the former text or the new one, never
 * a part: the new text is written beside the file and moved into its place.
 */
public final class ReplacedFile {

    private ReplacedFile() {}

    /**
     * Gives a file another text; its permissions stay.
     *
     * @param target absolute, and no symbolic link that is to stay one
     */
    public static void write(Path target, String text) throws IOException {
        Path draft = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel out =
                    FileChannel.open(
                            draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(/* metaData= */ true);
            }
            keepPermissions(target, draft);
            Files.move(
                    draft,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void keepPermissions(Path target, Path draft) throws IOException {
        boolean isPosix = Files.getFileAttributeView(draft, PosixFileAttributeView.class) != null;
        if (isPosix && Files.exists(target)) {
            Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(target));
        }
    }
}
