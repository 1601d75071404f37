package io.sightline.source.ingest.manifest;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How a part is encrypted.
 *
 * @param method as the manifest names it; what is supported is {@value #AES_128}
 * @param place of the key; null when the manifest names none
 * @param iv the initialization vector, 32 hexadecimal digits
 */
public record SegmentKey(String method, @Nullable URI place, String iv) {

    /** Whole segments in AES-128 CBC with PKCS 7 padding (RFC 8216, 4.3.2.4). */
    public static final String AES_128 = "AES-128";
}
