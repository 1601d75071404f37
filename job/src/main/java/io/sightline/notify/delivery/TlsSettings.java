package io.sightline.notify.delivery;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Whom a target trusts and who it is; null for what Java trusts, and for nobody. Files are PEM.
 *
 * @param ca file of the certificates to trust instead
 * @param certificate file of the client's certificate and its chain
 * @param key file of its key, PKCS 8 and not encrypted
 */
public record TlsSettings(@Nullable String ca, @Nullable String certificate, @Nullable String key)
        implements Serializable {

    public static final TlsSettings DEFAULT = new TlsSettings(null, null, null);
}
