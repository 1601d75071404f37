package io.sightline.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect.Kind;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.OnsetDoubt;
import io.sightline.flow.EvidenceMode;
import io.sightline.media.NativeLedger;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the whole job keeps of planted defects, looked at with an independent player. */
class EvidenceITCase {

    @TempDir static Path folder;

    private static EvidenceRun run;
    private static Path clean; // without defects

    @BeforeAll
    static void watchThemAll() throws Exception {
        Map<String, Path> inputs = new TreeMap<>();
        inputs.put(
                "black/../../etc",
                made("black.mp4", Packaging.MP4, media(14).with(Kind.BLACK, at(8), at(11))));
        inputs.put(
                "mpeg2",
                made(
                        "mpeg2.ts",
                        Packaging.TS,
                        media(14).withCoding(Coding.MPEG2_MP2).with(Kind.BLACK, at(8), at(11))));
        inputs.put(
                "freeze",
                made("freeze.ts", Packaging.TS, media(18).with(Kind.FREEZE, at(8), at(15))));
        inputs.put(
                "damage",
                made("damage.mp4", Packaging.MP4, media(14).with(Kind.DAMAGE, at(8), at(11))));
        Path secondHand = folder.resolve("second-hand.mp4");
        Upstream.write(
                media(14).withCoding(Coding.MPEG2_MP2).with(Kind.DAMAGE, at(8), at(11)),
                secondHand);
        inputs.put("second hand", secondHand);
        clean = made("clean.mp4", Packaging.MP4, media(14));
        inputs.put(
                "exempt",
                made("exempt.mp4", Packaging.MP4, media(14).with(Kind.BLACK, at(8), at(11))));
        SyntheticMedia sound =
                media(16)
                        .withContent(SyntheticMedia.Content.AUDIO_ONLY)
                        .with(Kind.SILENCE, at(8), at(14));
        inputs.put("radio", made("radio.ts", Packaging.TS, sound));
        inputs.put("kept radio", made("radio2.ts", Packaging.TS, sound));
        UnaryOperator<StreamEntry> switches =
                entry ->
                        switch (entry.id().value()) {
                            case "exempt" -> with(entry, EvidenceMode.NEVER);
                            case "kept radio" -> with(entry, EvidenceMode.ALWAYS);
                            default -> entry;
                        };
        run = EvidenceRun.over(inputs, switches, folder);
    }

    private static StreamEntry with(StreamEntry entry, EvidenceMode mode) {
        return entry.withExamination(entry.examination().withEvidence(mode));
    }

    private static SyntheticMedia media(int seconds) {
        return SyntheticMedia.lasting(at(seconds));
    }

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Path made(String name, Packaging packaging, SyntheticMedia media)
            throws IOException {
        Path file = folder.resolve(name);
        media.write(file, packaging);
        return file;
    }

    @AfterAll
    static void nothingIsLeftOpen() {
        assertThat(NativeLedger.liveObjects()).as("native objects").isZero();
        assertThat(NativeLedger.packetBytes()).as("bytes of packets").isZero();
    }

    @Test
    void firstBadPictureOfBlackIsBlackAndLastGoodIsNot() throws Exception {
        for (String stream : List.of("black/../../etc", "mpeg2")) {
            KeptPictures kept = pictures(stream, "video.black");

            assertThat(kept.firstBadGreen()).as(stream).isLessThan(3);
            assertThat(kept.lastGoodGreen()).as(stream).isGreaterThan(30);
            assertThat(kept.manifest().get("missing")).isEmpty();
        }
    }

    @Test
    void firstBadPictureOfAFreezeDiffersFromTheLastOneThatMoved() throws Exception {
        KeptPictures kept = pictures("freeze", "video.freeze");

        assertThat(kept.difference()).isGreaterThan(0.5);
        assertThat(kept.firstBadGreen()).isGreaterThan(30);
    }

    @Test
    void damagedBlocksAreSeenInTheFirstBadPictureOnly() throws Exception {
        for (KeptPictures kept :
                List.of(
                        pictures("damage", "video.decode_error"),
                        pictures("second hand", "video.block_corruption"))) {
            double bad = kept.firstBadDifferenceFrom(clean);
            double good = kept.lastGoodDifferenceFrom(clean);

            assertThat(bad).as(kept.toString()).isGreaterThan(1.5 * good);
            assertThat(kept.manifest().get("missing")).isEmpty();
        }
    }

    @Test
    void damageBakedIntoThePicturesIsNoErrorOfDecoding() throws Exception {
        assertThat(run.opened())
                .filteredOn(alert -> alert.streamId().equals("second hand"))
                .extracting(Alert::defect)
                .contains("video.block_corruption")
                .doesNotContain("video.decode_error");
        assertThat(Played.errors(folder.resolve("second-hand.mp4"))).isEmpty();
    }

    @Test
    void nextRunOverTheSameMediaSaysTheSameAndWritesNothing() throws Exception {
        Path kept = run.folderOf("freeze", "video.freeze");
        Path manifest = kept.resolve(EvidenceNames.MANIFEST);
        var written = Files.getLastModifiedTime(manifest);

        EvidenceRun again =
                EvidenceRun.over(
                        EvidenceRun.plan(
                                        Map.of("freeze", folder.resolve("freeze.ts")),
                                        UnaryOperator.identity(),
                                        folder.resolve("again"))
                                .withEvidence(
                                        EvidenceSettings.in(
                                                folder.resolve("evidence").toUri().toString())));

        assertThat(again.alerts())
                .isEqualTo(
                        run.alerts().stream()
                                .filter(alert -> alert.streamId().equals("freeze"))
                                .toList());
        assertThat(Files.getLastModifiedTime(manifest)).isEqualTo(written);
    }

    @Test
    void picturesAreOfTheFramesAroundTheStart() throws Exception {
        for (Alert alert : run.opened()) {
            if (alert.evidence() == null || alert.defect().startsWith("audio")) {
                continue;
            }
            JsonNode manifest = manifest(run.folderOf(alert));
            long start = alert.mediaStartMicros();
            long doubt = OnsetDoubt.micros(new DefectId(alert.defect()));
            String what = alert.streamId() + " " + alert.defect() + " " + manifest;

            assertThat(manifest.at("/first_bad/media_us").asLong())
                    .as(what)
                    .isBetween(start - 1_000, start + 40_000);
            assertThat(manifest.at("/last_good/media_us").asLong())
                    .as(what)
                    .isBetween(start - doubt - 81_000, start - Math.max(doubt, 1_000));
        }
    }

    @Test
    void clipsPlayWholeInAnotherPlayerAndContainTheStart() throws Exception {
        for (Alert alert : run.opened()) {
            if (alert.evidence() == null || alert.streamId().equals("damage")) {
                continue;
            }
            Path clip = run.folderOf(alert).resolve("clip.mp4");
            JsonNode told = manifest(run.folderOf(alert)).get("clip");
            long start = alert.mediaStartMicros();
            String what = alert.streamId() + " " + alert.defect() + " " + told;

            assertThat(Played.errors(clip)).as(what).isEmpty();
            assertThat(told.get("contains_start").asBoolean()).as(what).isTrue();
            assertThat(told.get("media_from_us").asLong()).as(what).isLessThan(start - 4_900_000);
            assertThat(told.get("media_to_us").asLong()).as(what).isGreaterThan(start + 2_000_000);
            assertThat(Played.seconds(clip))
                    .as(what)
                    .isCloseTo(
                            (told.get("media_to_us").asLong() - told.get("media_from_us").asLong())
                                    / 1e6,
                            Offset.offset(0.15));
        }
    }

    @Test
    void theClipOfDamageHasTheSameDamage() throws Exception {
        Path kept = run.folderOf("damage", "video.decode_error");
        JsonNode clip = manifest(kept).get("clip");
        double from = clip.get("media_from_us").asLong() / 1e6;
        double to = clip.get("media_to_us").asLong() / 1e6;

        List<String> inClip = Played.pictures(kept.resolve("clip.mp4"), 0, to);
        List<String> inInput = Played.pictures(folder.resolve("damage.mp4"), from, to);

        assertThat(inClip).hasSizeGreaterThan(200);
        assertThat(inInput).containsAll(inClip);
    }

    @Test
    void hostileIdsOfStreamsStayWithinTheFolder() throws Exception {
        Path kept = run.folderOf("black/../../etc", "video.black");

        assertThat(kept.getParent().getParent().getParent())
                .isEqualTo(folder.resolve("evidence").toRealPath());
        assertThat(kept.getParent().getFileName().toString()).startsWith("black-------etc.");
    }

    @Test
    void allAlertsOfAnIncidentSayWhereItsEvidenceIs() {
        for (Alert alert : run.alerts()) {
            boolean isKept = !List.of("exempt", "radio").contains(alert.streamId());

            assertThat(alert.evidence() != null).as(alert.toString()).isEqualTo(isKept);
            if (isKept) {
                assertThat(alert.evidence()).endsWith("/" + alert.incidentId());
            }
        }
        assertThat(run.alerts()).extracting(Alert::streamId).contains("exempt", "radio");
    }

    @Test
    void whatIsExemptLeavesNoFile() throws Exception {
        try (var all = Files.walk(folder.resolve("evidence"))) {
            assertThat(all.map(file -> file.getFileName().toString()))
                    .contains("kept-radio." + sumOf("kept radio"))
                    .doesNotContain("exempt", "radio");
        }
    }

    private static String sumOf(String id) {
        String name = EvidenceNames.ofStream(id);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @Test
    void soundAloneGetsAClip() throws Exception {
        Path kept = run.folderOf("kept radio", "audio.silence");

        assertThat(Played.errors(kept.resolve("clip.mp4"))).isEmpty();
        assertThat(kept.resolve(EvidenceNames.FIRST_BAD)).doesNotExist();
        assertThat(manifest(kept).get("missing").get(0).asText())
                .isEqualTo("there are no pictures around it");
    }

    private static KeptPictures pictures(String stream, String defect) throws Exception {
        return new KeptPictures(run.folderOf(stream, defect));
    }

    private static JsonNode manifest(Path kept) throws IOException {
        return new KeptPictures(kept).manifest();
    }
}
