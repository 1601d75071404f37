package io.sightline.notify.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderPositionTest {

    @TempDir Path folder;

    @Test
    void oldNewsIsWhatWasThereInOlderFiles() throws Exception {
        Files.writeString(folder.resolve("pager-0000000000100-a.jsonl"), "old\n");
        Files.writeString(folder.resolve("pager-0000000000300-a.jsonl"), "new\n");
        Files.writeString(folder.resolve("pager-by-somebody.jsonl"), "read, too\n");

        assertThat(FolderPosition.behindOld(folder, "pager", 200).bytes())
                .isEqualTo(Map.of("pager-0000000000100-a.jsonl", 4L));
        assertThat(FolderPosition.behindOld(folder.resolve("none"), "pager", 200).bytes())
                .isEmpty();
    }

    @Test
    void readsWhatItWroteAndWhatVersionOneWrote() throws Exception {
        FolderPosition position = new FolderPosition(Map.of("one", 7L, "two", 1L << 40));
        FolderPosition.Serializer serializer = new FolderPosition.Serializer();
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(before)) {
            out.writeBoolean(true);
            out.write(serializer.serialize(position));
        }

        assertThat(serializer.deserialize(2, serializer.serialize(position))).isEqualTo(position);
        assertThat(serializer.deserialize(1, before.toByteArray())).isEqualTo(position);
    }
}
