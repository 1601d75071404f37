package io.sightline.scoreboard;

import io.sightline.inject.InjectException;
import io.sightline.inject.Injection;
import io.sightline.inject.InjectionRequest;
import io.sightline.inject.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A clip with its labels.
 *
 * @param name of the stream
 */
record PlantedClip(String name, Base base, Path file, Labels labels) {

    /** Makes a request for a file that is to be written. */
    interface Order {
        InjectionRequest to(Path output);
    }

    /** Makes it, unless the same has been made there before. */
    static PlantedClip of(String name, Base base, Path folder, Order order)
            throws IOException, InjectException {
        // What depends on the request alone, and on nothing of where the output is.
        InjectionRequest unplaced = order.to(Path.of("clip.mkv"));
        Path file = folder.resolve(hash(unplaced.toString()) + ".mkv");
        Path truth = folder.resolve(hash(unplaced.toString()) + ".json");
        if (!Files.exists(truth)) {
            Labels labels = Injection.run(order.to(file));
            Files.writeString(truth, labels.json());
        }
        return new PlantedClip(name, base, file, Labels.parse(Files.readString(truth)));
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
