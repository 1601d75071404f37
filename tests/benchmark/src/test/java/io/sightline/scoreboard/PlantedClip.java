package io.sightline.scoreboard;

import io.sightline.flow.Examination;
import io.sightline.flow.Expected;
import io.sightline.inject.InjectException;
import io.sightline.inject.Injection;
import io.sightline.inject.InjectionRequest;
import io.sightline.inject.Label;
import io.sightline.inject.Labels;
import io.sightline.policy.Policy;
import io.sightline.source.enumerator.StreamEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A clip with its labels.
 *
 * @param name of the stream
 * @param rules of the board that judge it, beside the built-in policy
 */
record PlantedClip(String name, Base base, Path file, Labels labels, List<String> rules) {

    PlantedClip {
        rules = List.copyOf(rules);
    }

    /** Another one whenever what is written for the same request changes. */
    private static final String EDITION = "3";

    /** Makes a request for a file that is to be written. */
    interface Order {
        InjectionRequest to(Path output);
    }

    /** Makes it, unless the same has been made there before. */
    static PlantedClip of(
            String name, Base base, List<String> rules, Path folder, String extension, Order order)
            throws IOException, InjectException {
        // What depends on the request alone, and on nothing of where the output is.
        String hash = hash(EDITION + order.to(Path.of("clip." + extension)));
        Path file = folder.resolve(hash + "." + extension);
        Path truth = folder.resolve(hash + ".json");
        if (!Files.exists(truth)) {
            Labels labels = Injection.run(order.to(file));
            Files.writeString(truth, labels.json());
        }
        Labels labels = withFormats(Labels.parse(Files.readString(truth)));
        return new PlantedClip(name, base, file, labels, rules);
    }

    /** Pictures of another size are also not what the registry says of the stream. */
    private static Labels withFormats(Labels labels) {
        List<Label> all = new ArrayList<>(labels.labels());
        for (Label label : labels.labels()) {
            if (label.defect().equals("video.format_change")) {
                all.add(
                        new Label(
                                "stream.format",
                                label.fromMicros(),
                                label.toMicros(),
                                label.strength(),
                                label.parameters(),
                                label.measured()));
            }
        }
        return new Labels(
                labels.clip(), labels.seed(), labels.durationMicros(), all, labels.unnoticeable());
    }

    /** The name of the template with its rules. */
    String template() {
        return rules.isEmpty() ? Policy.DEFAULT : "board-" + hash(rules.toString());
    }

    /** How it is watched: by the policy of its defects; a transport stream is known by its size. */
    StreamEntry entry() throws IOException {
        Examination examination = Examination.inFull(template());
        if (file.toString().endsWith(".ts")) {
            PictureSize size = PictureSize.of(file);
            examination =
                    examination.withExpected(
                            new Expected(
                                    /* audio= */ true,
                                    /* captions= */ false,
                                    null,
                                    size.width(),
                                    size.height(),
                                    null,
                                    null,
                                    null));
        }
        return WatchedFiles.entry(name, file).withExamination(examination);
    }

    /** Whether it shows a line-up pattern instead of a programme. */
    boolean isPattern() {
        return labels.labels().stream().anyMatch(label -> label.defect().equals("av.sync"));
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
