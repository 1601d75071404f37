package io.sightline.registry;

import io.sightline.config.EditRefused;
import io.sightline.config.EntryDraft;
import io.sightline.config.RegistryFile;
import io.sightline.config.RegistryText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Edits a registry file. Symbolic links stay links. */
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
            ReplacedFile.write(file.toAbsolutePath(), text);
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
        ReplacedFile.write(file.toRealPath(), after);
        return Outcome.CHANGED;
    }
}
