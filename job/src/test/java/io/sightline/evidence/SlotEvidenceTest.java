package io.sightline.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.EvidenceMode;
import io.sightline.flow.EvidenceRequest;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import io.sightline.media.Packet;
import io.sightline.testing.MetricBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotEvidenceTest {

    private static final String H264 = "-c:v libopenh264 -g 25 -b:v 200k";

    @TempDir private Path folder;

    private final MetricBook book = new MetricBook();
    private final RenditionRef origin = origin(EvidenceMode.PICTURES);
    private SlotEvidence evidence;

    private static RenditionRef origin(EvidenceMode mode) {
        return new RenditionRef(
                "k",
                new StreamId("news"),
                RenditionId.MAIN,
                Examination.inFull("default").withEvidence(mode),
                Map.of());
    }

    private static EvidenceRequest incident(int number, long startMicros) {
        return incident(number, "video.black", startMicros);
    }

    private static EvidenceRequest incident(int number, String defect, long startMicros) {
        return new EvidenceRequest(
                "%016x".formatted(number), "news", "main", defect, 0, startMicros);
    }

    private void open(EvidenceSettings settings) {
        evidence = SlotEvidence.open(settings, book.operator(), 1);
    }

    private EvidenceSettings here() {
        return EvidenceSettings.in(folder.resolve("evidence").toString());
    }

    private void play(String name, String coding, RenditionRef of, long fromMicros)
            throws Exception {
        play(name, coding, of, fromMicros, DecodeTier.FULL);
    }

    private void play(String name, String coding, RenditionRef of, long fromMicros, DecodeTier tier)
            throws Exception {
        Path file = folder.resolve(name);
        ReadClip.made(file, 8, coding).close();
        try (ReadClip clip = ReadClip.read(file, fromMicros)) {
            evidence.tracks(of, clip.tracks());
            for (Packet packet : clip.takePackets()) {
                if (!evidence.keep(of, packet, tier)) {
                    packet.close();
                }
            }
        }
    }

    private JsonNode manifest(int number) throws IOException {
        Path file =
                folder.resolve("evidence/1970-01-01/news/%016x/evidence.json".formatted(number));
        return new ObjectMapper().readTree(file.toFile());
    }

    @AfterEach
    void close() {
        evidence.close();
    }

    @Test
    void fullQueueDropsEvidenceAndKeepsNobodyWaiting() throws Exception {
        CountDownLatch isOpen = new CountDownLatch(1);
        evidence =
                SlotEvidence.open(
                        here(),
                        book.operator(),
                        1,
                        metrics ->
                                new EvidenceWriter(metrics) {
                                    @Override
                                    void write(Capture capture) throws IOException {
                                        try {
                                            isOpen.await();
                                        } catch (InterruptedException e) {
                                            throw new IOException(e);
                                        }
                                    }
                                });
        play("clip.mp4", H264, origin, 0);

        for (int i = 0; i < 300; i++) {
            assertThat(origin.evidence().record(incident(i, 1_000_000)))
                    .endsWith("/evidence/1970-01-01/news/%016x".formatted(i));
        }

        // 256 wait, and one is at work, if the worker has taken it yet.
        assertThat(book.value("evidence_dropped")).isBetween(43.0, 44.0);
        assertThat(book.value("evidence_memory_bytes")).isPositive();
        isOpen.countDown();
        evidence.finish();
        assertThat(book.value("evidence_memory_bytes")).isLessThan(400_000);
    }

    @Test
    void capturesThatWaitAreBoundedInBytes() throws Exception {
        open(here().withMemoryBytes(200_000));
        play("clip.mp4", H264, origin, 0);

        // Each waits for media after its start.
        assertThat(origin.evidence().record(incident(1, 7_900_000))).isNotNull();
        assertThat(origin.evidence().record(incident(2, 7_900_000))).isNotNull();

        assertThat(book.value("evidence_dropped")).isEqualTo(1);
        assertThat(book.value("evidence_memory_bytes")).isLessThanOrEqualTo(200_000);
    }

    @Test
    void unwritableFolderIsCounted() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        open(EvidenceSettings.in(file.resolve("below").toString()));
        play("clip.mp4", H264, origin, 0);

        assertThat(origin.evidence().record(incident(1, 1_000_000))).isNotNull();
        evidence.finish();

        assertThat(book.value("evidence_failed")).isEqualTo(1);
        assertThat(book.value("evidence_written")).isZero();
    }

    @Test
    void streamThatIsExemptIsNotKept() throws Exception {
        RenditionRef exempt = origin(EvidenceMode.NEVER);
        open(here());
        play("clip.mp4", H264, exempt, 0);

        assertThat(exempt.evidence().record(incident(1, 1_000_000))).isNull();
        assertThat(book.value("evidence_memory_bytes")).isZero();
    }

    @Test
    void exemptingAStreamDropsWhatIsKeptOfIt() throws Exception {
        RenditionRef exempt = origin(EvidenceMode.NEVER);
        open(here());
        play("clip.mp4", H264, origin, 0);
        origin.evidence().record(incident(1, 7_900_000)); // waits for more

        evidence.replace(origin, exempt);
        evidence.finish();

        assertThat(book.value("evidence_memory_bytes")).isZero();
        assertThat(exempt.evidence().placeOf(incident(1, 7_900_000))).isNull();
        assertThat(folder.resolve("evidence")).doesNotExist();
    }

    @Test
    void replayOfAnIncidentLeavesItsFilesAlone() throws Exception {
        open(here());
        play("clip.mp4", H264, origin, 0);
        String place = origin.evidence().record(incident(1, 2_000_000));
        evidence.finish();
        JsonNode first = manifest(1);

        evidence.end(origin);
        RenditionRef again = origin(EvidenceMode.PICTURES);
        play("other.mp4", "-c:v mpeg2video -g 25", again, 0);

        assertThat(again.evidence().record(incident(1, 2_000_000))).isEqualTo(place);
        evidence.finish();
        assertThat(manifest(1)).isEqualTo(first);
        assertThat(book.value("evidence_written")).isEqualTo(1);
        assertThat(again.evidence().placeOf(incident(1, 2_000_000))).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "video.black, FULL, 4_960_000",
        "video.blur, FULL, 4_480_000", // two looks a second
        "video.block_corruption, FULL, 3_000_000", // looks of two seconds
        "video.black, KEYFRAMES, 4_000_000", // one a second
        "video.blur, KEYFRAMES, 4_000_000",
        "video.black, NONE, 0" // nobody saw anything: the first that was kept
    })
    void lastGoodPictureIsOneThatNothingWasSeenIn(String defect, DecodeTier tier, String micros)
            throws Exception {
        open(here());
        play("clip.mp4", H264, origin, 0, tier);

        origin.evidence().record(incident(1, defect, 5_000_000));
        evidence.end(origin);
        evidence.finish();

        assertThat(manifest(1).at("/last_good/media_us").asLong())
                .isEqualTo(Long.parseLong(micros.replace("_", "")));
        assertThat(manifest(1).at("/first_bad/media_us").asLong()).isEqualTo(5_000_000);
        assertThat(manifest(1).get("missing")).isEmpty();
    }

    @Test
    void manifestSaysThatTheStartIsGone() throws Exception {
        open(here());
        play("clip.mp4", H264, origin, 60_000_000);

        origin.evidence().record(incident(1, 10_000_000));
        evidence.finish();

        assertThat(manifest(1).get("missing"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "its start is not among the packets that were kept",
                        "no picture of before it was kept");
        assertThat(manifest(1).at("/clip/contains_start").asBoolean()).isFalse();
        assertThat(book.value("evidence_incomplete")).isEqualTo(1);
    }

    @Test
    void incidentWithoutMediaGetsTheLastSecondsBefore() throws Exception {
        open(here());
        play("clip.mp4", H264, origin, 0);

        origin.evidence().record(incident(1, 13_000_000));
        evidence.finish();

        assertThat(manifest(1).at("/last_good/media_us").asLong()).isEqualTo(7_960_000);
        assertThat(manifest(1).at("/clip/media_from_us").asLong()).isEqualTo(2_000_000);
        assertThat(manifest(1).get("missing"))
                .extracting(JsonNode::asText)
                .containsExactly("no picture was shown since it began");
    }

    @Test
    void nothingIsKeptOfWhatNeverSentMedia() {
        open(here());
        evidence.tick(origin, 0);

        assertThat(origin.evidence().record(incident(1, 0))).isNull();
        assertThat(origin.evidence().placeOf(incident(1, 0))).isNull();
        assertThat(origin.evidence().placeOf(incident(2, 0))).isNotNull();
    }

    @Test
    void changeOfCodecIsSeenFromBothSides() throws Exception {
        open(here());
        play("before.mp4", "-s 640x384 " + H264, origin, 0);
        play("after.mp4", "-c:v mpeg2video -g 25", origin, 8_000_000);

        origin.evidence().record(incident(1, 8_000_000));
        evidence.finish();

        assertThat(manifest(1).at("/last_good/width").asInt()).isEqualTo(640);
        assertThat(manifest(1).at("/last_good/media_us").asLong()).isEqualTo(7_960_000);
        assertThat(manifest(1).at("/first_bad/width").asInt()).isEqualTo(320);
        assertThat(manifest(1).at("/first_bad/media_us").asLong()).isEqualTo(8_000_000);
        assertThat(manifest(1).at("/clip/media_from_us").asLong()).isEqualTo(8_000_000);
        assertThat(manifest(1).get("missing")).isEmpty();
    }

    @Test
    void whatMp4HasNoPlaceForIsMatroska() throws Exception {
        open(here());
        play("clip.webm", "-c:v libvpx -deadline realtime -g 25 -b:v 200k", origin, 0);

        origin.evidence().record(incident(1, 2_000_000));
        evidence.finish();

        assertThat(manifest(1).at("/clip/file").asText()).isEqualTo("clip.mkv");
    }

    @Test
    void clipIsWrittenWhenItsRestDoesNotCome() throws Exception {
        open(here());
        play("clip.mp4", H264, origin, 0);
        origin.evidence().record(incident(1, 7_000_000));

        for (int second = 0; second < 12; second++) {
            evidence.tick(origin, second * 1_000L);
        }
        evidence.finish();

        assertThat(manifest(1).at("/clip/contains_start").asBoolean()).isTrue();
        assertThat(manifest(1).get("missing")).isEmpty();
    }

    @Test
    void whatTheEndOfAJobCutShortIsReplacedByItsReplay() throws Exception {
        open(here());
        play("clip.mp4", H264, origin, 0);
        origin.evidence().record(incident(1, 7_000_000));
        evidence.close();
        assertThat(manifest(1).get("cut_short").asBoolean()).isTrue();
        assertThat(manifest(1).at("/clip/media_to_us").asLong()).isEqualTo(8_000_000);

        RenditionRef again = origin(EvidenceMode.PICTURES);
        evidence = SlotEvidence.open(here(), new MetricBook().operator(), 1);
        play("clip.mp4", H264, again, 0);
        again.evidence().record(incident(1, 2_000_000));
        evidence.finish();

        assertThat(manifest(1).get("cut_short")).isNull();
        assertThat(manifest(1).at("/clip/media_to_us").asLong()).isEqualTo(7_040_000);
    }

    @Test
    void ringsShareTheirMemory() throws Exception {
        open(here().withMemoryBytes(400_000));
        play("clip.mp4", H264, origin, 0);
        double alone = book.value("evidence_memory_bytes");

        for (String other : List.of("a", "b", "c")) {
            RenditionRef more =
                    new RenditionRef(
                            "k",
                            new StreamId(other),
                            RenditionId.MAIN,
                            Examination.inFull("default"),
                            Map.of());
            evidence.tick(more, 0);
        }

        assertThat(alone).isGreaterThan(100_000);
        assertThat(book.value("evidence_memory_bytes")).isLessThanOrEqualTo(50_000);
    }

    @Test
    void whereNoEvidenceIsKeptNothingIsRegistered() throws Exception {
        open(EvidenceSettings.OFF);
        play("clip.mp4", H264, origin, 0);

        assertThat(origin.evidence().record(incident(1, 0))).isNull();
        assertThat(book.names("evidence")).isEmpty();
    }
}
