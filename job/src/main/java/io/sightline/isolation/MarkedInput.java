package io.sightline.isolation;

import io.sightline.detector.model.StreamId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A stream as it is remembered beyond the process.
 *
 * @param fingerprint stands for stream and input: a stream read from elsewhere is another suspect.
 *     Reveals nothing of the input's URL
 */
public record MarkedInput(StreamId stream, String fingerprint) {

    private static final int FINGERPRINT_BYTES = 8;

    /**
     * As every process would name it.
     *
     * @param input all that decides what is read, in a text that is the same in every process
     */
    public static MarkedInput of(StreamId stream, String input) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((stream + "\n" + input).getBytes(StandardCharsets.UTF_8));
            return new MarkedInput(stream, HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
