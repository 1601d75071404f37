package io.sightline.notify.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is sent as Standard Webhooks lays down: HMAC-SHA256 over id, time and body, so that a
 * receiver knows the sender and can refuse what is old.
 */
final class Signature {

    private static final String PREFIX = "whsec_";

    private final SecretKeySpec key;

    /**
     * @param secret in base 64 behind {@code whsec_}, or else any text, of which the bytes are
     *     taken
     */
    Signature(String secret) {
        byte[] bytes =
                secret.startsWith(PREFIX)
                        ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                        : secret.getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** The headers of one attempt; the id is the same for each attempt. */
    Map<String, String> headers(String id, long wallMillis, byte[] body) {
        String seconds = Long.toString(wallMillis / 1_000);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", seconds);
        headers.put("webhook-signature", "v1," + sign(id, seconds, body));
        return headers;
    }

    private String sign(String id, String seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
