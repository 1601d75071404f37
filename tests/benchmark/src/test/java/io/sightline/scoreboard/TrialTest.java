package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.DefectId;
import io.sightline.inject.Kind;
import io.sightline.inject.Kinds;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Everything that can be wrong is tried, in ways that the injector knows and the guide tells. */
class TrialTest {

    private static List<Trial> all() {
        List<Trial> all = new ArrayList<>(Trial.PICTURES);
        all.addAll(Trial.SOUND);
        all.addAll(Trial.STREAM);
        return all;
    }

    @Test
    void everyDefectOfPicturesSoundAndBothIsTried() throws Exception {
        Set<String> defects = new TreeSet<>();
        for (var field : DefectId.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == DefectId.class) {
                defects.add(((DefectId) field.get(null)).toString());
            }
        }
        assertThat(defects).contains("video.black");
        // What is of the input and of watching it, context that is no defect, what takes two taps.
        defects.removeIf(id -> id.startsWith("stream.") || id.startsWith("watch."));
        defects.removeAll(Set.of("video.scene", "av.sync_to_reference"));
        assertThat(all().stream().map(Trial::defect).collect(Collectors.toSet()))
                .containsAll(defects)
                .containsAll(Kinds.all().stream().map(Kind::id).toList());
    }

    @Test
    void theInjectorKnowsEveryStrengthAndParameter() {
        for (Trial trial : all()) {
            Kind kind =
                    Kinds.all().stream()
                            .filter(one -> one.id().equals(trial.defect()))
                            .findFirst()
                            .orElseThrow();
            assertThat(trial.strengths())
                    .as(trial.defect())
                    .allMatch(
                            strength ->
                                    strength >= kind.strength().least()
                                            && strength <= kind.strength().most());
            assertThat(kind.parameters().stream().map(Kind.Parameter::name))
                    .containsAll(trial.parameters().keySet());
        }
    }

    @Test
    void everyProgrammeHasThreeOfEach() {
        assertThat(Trial.PICTURES.size() % 3).isZero();
        assertThat(Trial.SOUND).hasSameSizeAs(Trial.PICTURES);
        assertThat(Trial.STREAM.size() % 3).isZero();
    }

    @Test
    void rulesOfTheBoardAreRules() {
        String rules =
                all().stream()
                        .map(Trial::rule)
                        .filter(rule -> !rule.isEmpty())
                        .map(rule -> "    " + rule)
                        .collect(Collectors.joining("\n"));
        assertThat(rules).contains("audio.mono");
        assertThat(PolicyFile.parse("board.yaml", "templates:\n  board:\n" + rules + "\n"))
                .isNotNull();
    }

    @Test
    void theGuideHasTheStrengths() throws Exception {
        Path guide =
                Path.of(System.getProperty("sightline.root"), "docs/how-to/test-your-setup.md");
        String text = Files.readString(guide);
        List<String> rows =
                Arrays.stream(text.substring(text.indexOf("## How strong")).split("\n", -1))
                        .filter(line -> line.startsWith("| `"))
                        .toList();
        for (Trial trial : all()) {
            if (trial.strengths().size() > 1 && !trial.defect().endsWith("format_change")) {
                String row =
                        rows.stream()
                                .filter(line -> line.contains("`" + trial.defect() + "`"))
                                .findFirst()
                                .orElse("");
                for (double strength : trial.strengths()) {
                    assertThat(row)
                            .as("%s in %s", trial.defect(), guide)
                            .containsPattern(
                                    String.format(
                                            Locale.ROOT,
                                            "[ ,]%s[ ,]",
                                            ScorePage.plain(strength).replace(".", "[.]")));
                }
            }
        }
    }
}
