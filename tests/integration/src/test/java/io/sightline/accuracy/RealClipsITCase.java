package io.sightline.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.flow.StreamState;
import io.sightline.testing.Differences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job, with the built-in policy, over real clips: as they are, and with black, freeze and
 * silence planted in them. With {@code -Dsightline.pages=true} it also runs FFmpeg's filters over
 * all of them, and writes docs/reference/real-clips.md anew to target/real-clips.md.
 */
class RealClipsITCase {

    private static final Path TARGET =
            Path.of(System.getProperty("sightline.root"), "tests/integration/target");

    /** Its coder primed the sound with 40 ms of zeros, which are heard where it begins anew. */
    private static final String GAP_IN_LOOP = "film_dialogue_bw_480p";

    @TempDir static Path folder;

    private static List<PlantedFile> planted;
    private static MonitoredRun plantedRun;
    private static Map<String, Path> untouched;
    private static MonitoredRun untouchedRun;

    @BeforeAll
    static void watchAllClips() throws Exception {
        assumeTrue(RealClips.areHere(), "no real clips at " + RealClips.FOLDER);
        Path clips = Files.createDirectories(TARGET.resolve("accuracy"));
        planted = new ArrayList<>();
        Map<String, Path> inputs = new TreeMap<>();
        for (PlantedClip clip : PlantedClips.ALL) {
            PlantedFile file = PlantedFile.write(clip, RealClips.FOLDER, clips);
            planted.add(file);
            inputs.put(clip.name(), file.file());
        }
        plantedRun = MonitoredRun.over(inputs, folder.resolve("planted"));
        untouched = RealClips.all(Files.createDirectories(folder.resolve("joined")));
        untouchedRun = MonitoredRun.over(untouched, folder.resolve("untouched"));
        if (Boolean.getBoolean("sightline.pages")) {
            writePage();
        }
    }

    private static void writePage() throws IOException {
        AccuracyPage page = new AccuracyPage(plantedRun, untouchedRun);
        for (PlantedFile file : planted) {
            page.addPlanted(file, ReferenceFilters.over(file.file(), file.startMicros(), folder));
        }
        for (Map.Entry<String, Path> clip : untouched.entrySet()) {
            if (RealClips.isClip(clip.getKey())) {
                page.addUntouched(clip.getKey(), ReferenceFilters.over(clip.getValue(), folder));
            }
        }
        Files.writeString(TARGET.resolve("real-clips.md"), page.text());
    }

    @Test
    void findsEveryPlantedDefectAndItsEdgesAndNothingElse() {
        List<String> wrong = new ArrayList<>();
        for (PlantedFile file : planted) {
            wrong.addAll(faults(file, plantedRun.incidents(file.clip().name())));
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> faults(PlantedFile file, List<Span> found) {
        List<String> faults = new ArrayList<>();
        List<Span> extra = new ArrayList<>(found);
        List<Span> truths = new ArrayList<>(file.truth());
        truths.add(file.deadAir());
        for (Span truth : truths) {
            long tolerance = file.toleranceMicros(truth);
            boolean right =
                    found.stream()
                            .anyMatch(
                                    span ->
                                            span.defect().equals(truth.defect())
                                                    && span.hasEdgesOf(truth, tolerance)
                                                    && extra.remove(span));
            if (!right) {
                faults.add(file.clip().name() + ": missed " + truth + " in " + found);
            }
        }
        extra.removeIf(
                span ->
                        file.clip().name().equals(GAP_IN_LOOP)
                                && span.defect().equals(Span.DROPOUT));
        extra.forEach(span -> faults.add(file.clip().name() + ": false " + span));
        return faults;
    }

    @Test
    void raisesNothingOnUntouchedClipsButWhatIsTrue() {
        Map<String, Object> raised = new TreeMap<>();
        Map<String, Object> known = new TreeMap<>();
        RealClips.KNOWN.forEach(
                (stream, defects) -> known.put(stream, new TreeSet<>(defects.defects())));
        for (String stream : untouched.keySet()) {
            if (!untouchedRun.defects(stream).isEmpty()) {
                raised.put(stream, untouchedRun.defects(stream));
            }
        }
        assertThat(raised).isEqualTo(known);
    }

    @Test
    void judgedAgainSecondBySecondItIsTheSameButForWhatIsListed() throws Exception {
        assertThat(Differences.changes(JudgedAgain.of(folder.resolve("untouched"))))
                .isEqualTo(KnownDifferences.OF_UNTOUCHED.keySet());
        assertThat(Differences.changes(JudgedAgain.of(folder.resolve("planted"))))
                .isEqualTo(KnownDifferences.OF_PLANTED.keySet());
    }

    @Test
    void watchesEveryFileToItsEndWhateverItIs() {
        assertThat(untouchedRun.lastStates()).containsOnlyKeys(untouched.keySet());
        assertThat(untouchedRun.lastStates())
                .allSatisfy(
                        (name, state) ->
                                assertThat(state)
                                        .as(name)
                                        .isIn(StreamState.NOT_WATCHED, StreamState.BROKEN));
    }
}
