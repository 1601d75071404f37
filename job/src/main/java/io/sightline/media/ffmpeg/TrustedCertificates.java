package io.sightline.media.ffmpeg;

import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that this Java trusts, as the file in which the library wants them: whatever is
 * fetched over TLS is trusted alike. One file for the process, gone with it. Any thread.
 */
final class TrustedCertificates {

    private static final Base64.Encoder BASE_64 =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private TrustedCertificates() {}

    /** Made with the first input that needs it. */
    private static final class Made {
        static final @Nullable Path FILE;
        static final String CONTENT;
        static final String FAILURE;

        static {
            Path file = null;
            String content = "";
            String failure = "";
            try {
                content = authorities();
                file = Files.createTempFile("sightline-trusted-", ".pem");
                Files.writeString(file, content);
                file.toFile().deleteOnExit();
            } catch (IOException | GeneralSecurityException e) {
                failure = e.toString();
            }
            FILE = file;
            CONTENT = content;
            FAILURE = failure;
        }
    }

    /** The file's path. */
    static String file() throws MediaException {
        String failure = Made.FAILURE;
        Path file = Made.FILE;
        if (file != null && failure.isEmpty()) {
            try {
                if (!Files.exists(file)) { // cleared away with other old temporary files
                    Files.writeString(file, Made.CONTENT, StandardOpenOption.CREATE_NEW);
                }
                return file.toString();
            } catch (IOException e) {
                failure = e.toString();
            }
        }
        throw new MediaException(
                Reason.UNSUPPORTED,
                "Cannot list the certificates that are trusted: %s; make the folder for temporary files writable"
                        .formatted(failure));
    }

    private static String authorities() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        StringBuilder text = new StringBuilder();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                for (X509Certificate authority : known.getAcceptedIssuers()) {
                    text.append("-----BEGIN CERTIFICATE-----\n")
                            .append(BASE_64.encodeToString(authority.getEncoded()))
                            .append("\n-----END CERTIFICATE-----\n");
                }
            }
        }
        return text.toString();
    }
}
