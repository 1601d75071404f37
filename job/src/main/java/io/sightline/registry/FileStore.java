package io.sightline.registry;

import io.sightline.config.EditRefused;
import io.sightline.config.EntryDraft;
import io.sightline.config.RegistryFile;
import io.sightline.config.RegistryText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Edits a registry file. A reader finds the former file or the new one, never a part: the new text
 * is written beside the file and moved into its place. Symbolic links stay links.
 */
final class FileStore implements RegistryStore {

    private final Path file;

    FileStore(Path file) {
        this.file = file;
    }

    @Override
    public Outcome add(EntryDraft draft) throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            String text = RegistryText.of(file.toString(), "streams:\n").withAdded(draft);
            Path parent = file.toAbsolutePath().getParent();
            if (parent == null || !Files.isDirectory(parent)) {
                throw new EditRefused("there is no folder " + parent + "; create it first");
            }
            replace(file.toAbsolutePath(), text);
            return Outcome.CREATED;
        }
        return edit(text -> RegistryText.of(file.toString(), text).withAdded(draft));
    }

    @Override
    public Outcome remove(List<String> ids) throws IOException {
        return edit(text -> RegistryText.of(file.toString(), text).without(ids));
    }

    @Override
    public Outcome enable(List<String> ids) throws IOException {
        return edit(text -> RegistryText.of(file.toString(), text).withEnabled(ids));
    }

    @Override
    public Outcome disable(List<String> ids) throws IOException {
        return edit(text -> RegistryText.of(file.toString(), text).withDisabled(ids));
    }

    private Outcome edit(UnaryOperator<String> change) throws IOException {
        String before = RegistryFile.text(file);
        String after = change.apply(before);
        if (after.equals(before)) {
            return Outcome.ALREADY_SO;
        }
        if (!RegistryFile.text(file).equals(before)) {
            throw new EditRefused(file + " was changed by somebody else meanwhile; try again");
        }
        replace(file.toRealPath(), after);
        return Outcome.CHANGED;
    }

    private static void replace(Path target, String text) throws IOException {
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
