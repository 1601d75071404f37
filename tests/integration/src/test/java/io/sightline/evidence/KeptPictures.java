package io.sightline.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * The pictures of one incident, read by another library than the one that wrote them.
 *
 * @param folder of the incident
 */
record KeptPictures(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    JsonNode manifest() throws IOException {
        return JSON.readTree(folder.resolve(EvidenceNames.MANIFEST).toFile());
    }

    double firstBadGreen() throws IOException {
        return meanGreen(EvidenceNames.FIRST_BAD);
    }

    double lastGoodGreen() throws IOException {
        return meanGreen(EvidenceNames.LAST_GOOD);
    }

    /** Mean difference of the two pictures, of 255. */
    double difference() throws IOException {
        return difference(
                folder.resolve(EvidenceNames.FIRST_BAD), folder.resolve(EvidenceNames.LAST_GOOD));
    }

    /** Of the first bad picture from the same one of undamaged media. */
    double firstBadDifferenceFrom(Path clean) throws IOException {
        return differenceFrom(clean, "first_bad", EvidenceNames.FIRST_BAD);
    }

    /** Of the last good picture from the same one of undamaged media. */
    double lastGoodDifferenceFrom(Path clean) throws IOException {
        return differenceFrom(clean, "last_good", EvidenceNames.LAST_GOOD);
    }

    private double differenceFrom(Path clean, String key, String name) throws IOException {
        double seconds = manifest().at("/" + key + "/media_us").asLong() / 1e6;
        Path same = Files.createTempFile(key, ".png");
        try {
            Played.picture(clean, seconds, same);
            return difference(same, folder.resolve(name));
        } finally {
            Files.delete(same);
        }
    }

    private double meanGreen(String name) throws IOException {
        BufferedImage picture = ImageIO.read(folder.resolve(name).toFile());
        double sum = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                sum += green(picture, x, y);
            }
        }
        return sum / picture.getWidth() / picture.getHeight();
    }

    private static double difference(Path one, Path other) throws IOException {
        BufferedImage first = ImageIO.read(one.toFile());
        BufferedImage second = ImageIO.read(other.toFile());
        double sum = 0;
        for (int y = 0; y < first.getHeight(); y++) {
            for (int x = 0; x < first.getWidth(); x++) {
                sum += Math.abs(green(first, x, y) - green(second, x, y));
            }
        }
        return sum / first.getWidth() / first.getHeight();
    }

    private static int green(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) >> 8 & 0xff;
    }
}
