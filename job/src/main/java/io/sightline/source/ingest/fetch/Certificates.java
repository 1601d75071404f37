package io.sightline.source.ingest.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Says why a server's certificate is not trusted. Stateless; any thread. */
public final class Certificates {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Certificates() {}

    /**
     * Asks a server for its certificate. Blocks for some seconds at most.
     *
     * @return what is wrong with it and what to do; empty when it is trusted, or nobody answers
     */
    public static String problemOf(String host, int port) {
        int millis = (int) PATIENCE.toMillis();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), millis);
            plain.setSoTimeout(millis);
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            try (SSLSocket socket =
                    (SSLSocket) factory.createSocket(plain, host, port, /* autoClose= */ true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
            }
            return "";
        } catch (IOException failure) {
            return problemIn(failure);
        }
    }

    /** What a failure says of a certificate; empty when it is another failure. */
    static String problemIn(@Nullable Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof CertificateException) {
                return "its certificate is not trusted (%s); have it signed by a trusted authority for that name, or add its authority to those that Java trusts (javax.net.ssl.trustStore)"
                        .formatted(one.getMessage());
            }
        }
        return "";
    }
}
