package io.sightline.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.EvidenceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceSweepTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path folder;

    private Path written(String path, Instant at) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.setLastModifiedTime(file, FileTime.from(at));
        return file;
    }

    private int sweep() throws IOException {
        return new EvidenceSweep(
                        folder.toString(), Duration.ofDays(7), Clock.fixed(NOW, ZoneOffset.UTC))
                .sweep();
    }

    @Test
    void deletesWhatIsTooOldAndItsEmptyFolders() throws IOException {
        Instant old = NOW.minus(Duration.ofDays(8));
        written("2026-11-14/news/0123456789abcdef/clip.mp4", old);
        written("2026-11-14/news/0123456789abcdef/evidence.json", old);
        written("2026-11-14/news/0123456789abcdef/.clip.mkv.inprogress.17", old);

        assertThat(sweep()).isEqualTo(1);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void sparesWhatIsYoungWhateverTheDateOfItsMedia() throws IOException {
        Path ofARecording =
                written("1970-01-01/clip/0123456789abcdef/evidence.json", NOW.minusSeconds(60));
        Path ofToday =
                written("2026-11-22/news/0123456789abcdef/evidence.json", NOW.minusSeconds(60));

        assertThat(sweep()).isZero();

        assertThat(ofARecording).exists();
        assertThat(ofToday).exists();
    }

    @Test
    void touchesNothingThatIsNotEvidence() throws IOException {
        Instant old = NOW.minus(Duration.ofDays(400));
        Path note = written("2025-11-14/news/0123456789abcdef/note.txt", old);
        Path other = written("2025-11-14/news/holidays/clip.mp4", old);
        Path undated = written("films/news/0123456789abcdef/clip.mp4", old);
        Path loose = written("clip.mp4", old);

        var unused = sweep();

        assertThat(note).exists();
        assertThat(other).exists();
        assertThat(undated).exists();
        assertThat(loose).exists();
    }

    @Test
    void folderThatIsNotThereYetIsSweptAlready() throws IOException {
        assertThat(
                        new EvidenceSweep(
                                        folder.resolve("none").toString(),
                                        Duration.ofDays(7),
                                        Clock.fixed(NOW, ZoneOffset.UTC))
                                .sweep())
                .isZero();
    }

    @Test
    void namesOfStreamsLeadNowhereElse() {
        assertThat(EvidenceNames.ofStream("news-7")).isEqualTo("news-7");
        assertThat(EvidenceNames.ofStream("..")).matches("--\\.[0-9a-f]{12}");
        assertThat(EvidenceNames.ofStream("a/b"))
                .matches("a-b\\.[0-9a-f]{12}")
                .isNotEqualTo(EvidenceNames.ofStream("a b"));
        assertThat(EvidenceNames.ofStream(EvidenceNames.ofStream("a/b")))
                .isNotEqualTo(EvidenceNames.ofStream("a/b"));
        assertThat(EvidenceNames.ofStream("я".repeat(200))).matches("-{60}\\.[0-9a-f]{12}");
        assertThat(
                        EvidenceNames.folderOf(
                                        "/kept",
                                        new EvidenceRequest(
                                                "0123456789abcdef",
                                                "../../etc/passwd",
                                                "main",
                                                "video.black",
                                                1_795_000_000_000L,
                                                0))
                                .toString())
                .matches("/kept/2026-11-18/------etc-passwd\\.[0-9a-f]{12}/0123456789abcdef");
    }
}
