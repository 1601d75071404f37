package io.sightline.notify.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes Java's TLS of PEM files. */
public final class TlsContext {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    private TlsContext() {}

    /**
     * Reads the files.
     *
     * @return empty where Java's own settings are to hold
     * @throws IOException naming the file that is of no use, never its content
     */
    public static Optional<SSLContext> of(TlsSettings settings) throws IOException {
        if (settings.equals(TlsSettings.DEFAULT)) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(settings), trust(settings), null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(TlsSettings settings)
            throws IOException, GeneralSecurityException {
        if (settings.ca() == null) {
            return null; // what Java trusts
        }
        KeyStore store = empty();
        int number = 0;
        for (Certificate one : certificates(settings.ca())) {
            store.setCertificateEntry("ca-" + number++, one);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(TlsSettings settings)
            throws IOException, GeneralSecurityException {
        if (settings.certificate() == null || settings.key() == null) {
            return null; // nobody
        }
        KeyStore store = empty();
        store.setKeyEntry(
                "client",
                key(settings.key()),
                new char[0],
                certificates(settings.certificate()).toArray(Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(String file)
            throws IOException, GeneralSecurityException {
        byte[] pem = read(file);
        List<Certificate> found =
                List.copyOf(
                        CertificateFactory.getInstance("X.509")
                                .generateCertificates(new ByteArrayInputStream(pem)));
        if (found.isEmpty()) {
            throw new IOException("'" + file + "' holds no certificate in PEM");
        }
        return found;
    }

    private static PrivateKey key(String file) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IOException(
                    "'"
                            + file
                            + "' holds no key in PKCS 8 ('BEGIN PRIVATE KEY'); 'openssl pkcs8"
                            + " -topk8 -nocrypt' makes one");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Of another algorithm.
            }
        }
        throw new IOException("the key in '" + file + "' is neither RSA, EC nor Ed25519");
    }

    private static byte[] read(String file) throws IOException {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new IOException(
                    "'" + file + "' cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
