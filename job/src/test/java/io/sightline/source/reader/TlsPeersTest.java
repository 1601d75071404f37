package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HTTPS, RTMPS and RTSPS behind nginx, with a certificate that signs itself: refused by default,
 * read by a Java that was told to trust it. Skipped where nginx and its modules are not installed.
 */
class TlsPeersTest {

    private static final String PASSWORD = "changeit";

    private static final String NGINX =
            """
            load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
            load_module /usr/lib/nginx/modules/ngx_stream_module.so;
            daemon off; master_process off; user root;
            pid nginx.pid; error_log error.log;
            events {}
            rtmp { server { listen 127.0.0.1:RTMP; application live { live on; } } }
            stream {
              ssl_certificate server.pem; ssl_certificate_key server.key;
              server { listen 127.0.0.1:TLS ssl; proxy_pass 127.0.0.1:RTMP; }
              server { listen 127.0.0.1:CAMERA ssl; proxy_pass 127.0.0.1:RTSP; }
            }
            http { access_log off; types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; }
              client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
              uwsgi_temp_path t4; scgi_temp_path t5;
              server { listen 127.0.0.1:HTTPS ssl; root .;
                ssl_certificate server.pem; ssl_certificate_key server.key; } }
            """;

    @TempDir private Path folder;

    private final List<Process> programs = new ArrayList<>(); // owned
    private Path trusted;
    private String hls;
    private String file;
    private String rtmps;
    private String rtsps;
    private int rtspPort;

    @BeforeEach
    void serve() throws Exception {
        for (String needed :
                List.of(
                        "/usr/sbin/nginx",
                        "/usr/lib/nginx/modules/ngx_rtmp_module.so",
                        "/usr/lib/nginx/modules/ngx_stream_module.so")) {
            assumeTrue(Files.exists(Path.of(needed)), needed);
        }
        new Clips(folder).hls("mpegts", 4);
        LivePeer.clip(folder, "clip.mp4");
        makeCertificate();
        int plain = LivePeersTest.freePort();
        int tls = LivePeersTest.freePort();
        int https = LivePeersTest.freePort();
        int camera = LivePeersTest.freePort();
        rtspPort = LivePeersTest.freePort();
        rtsps = "rtsps://localhost:" + camera + "/live";
        String text =
                NGINX.replace(":RTMP", ":" + plain)
                        .replace(":TLS", ":" + tls)
                        .replace(":HTTPS", ":" + https)
                        .replace(":CAMERA", ":" + camera)
                        .replace(":RTSP", ":" + rtspPort);
        Path conf = Files.writeString(folder.resolve("nginx.conf"), text);
        Process nginx = start("/usr/sbin/nginx", "-p", folder + "/", "-c", conf.toString());
        programs.add(nginx);
        while (!listens(https)) {
            assertThat(nginx.waitFor(50, TimeUnit.MILLISECONDS)).as("ended").isFalse();
        }
        hls = "https://localhost:" + https + "/mpegts.m3u8";
        file = "https://localhost:" + https + "/clip.mp4";
        rtmps = "rtmps://localhost:" + tls + "/live/key";
        String words =
                "-v error -nostdin -re -stream_loop -1 -i %s -map 0 -c copy -f flv rtmp://127.0.0.1:%d/live/key";
        List<String> publishing =
                List.of(words.formatted(folder.resolve("clip.mp4"), plain).split(" ", -1));
        Process publisher = FfmpegProgram.ffmpeg().start(publishing);
        programs.add(publisher);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void close() {
        programs.forEach(Process::destroyForcibly);
    }

    /** A key with a certificate for localhost, in the forms that nginx and Java want. */
    private void makeCertificate() throws Exception {
        trusted = folder.resolve("trusted.p12");
        String words =
                "-genkeypair -alias a -keyalg RSA -dname CN=localhost -ext san=dns:localhost"
                        + " -storetype PKCS12 -storepass changeit -keystore ";
        List<String> command = new ArrayList<>(List.of(javaProgram("keytool")));
        command.addAll(List.of((words + trusted).split(" ", -1)));
        assertThat(start(command.toArray(new String[0])).waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(trusted)) {
            store.load(in, PASSWORD.toCharArray());
        }
        byte[] key = store.getKey("a", PASSWORD.toCharArray()).getEncoded();
        byte[] certificate = store.getCertificate("a").getEncoded();
        Files.writeString(folder.resolve("server.key"), pem("PRIVATE KEY", key));
        Files.writeString(folder.resolve("server.pem"), pem("CERTIFICATE", certificate));
        // As a trusted certificate, and not as somebody's key.
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, PASSWORD.toCharArray());
        authorities.setCertificateEntry("a", store.getCertificate("a"));
        try (var out = Files.newOutputStream(trusted)) {
            authorities.store(out, PASSWORD.toCharArray());
        }
    }

    @Test
    void refusesCertificatesThatNobodyTrusts() throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(
                    ReaderHarness.split("hls", hls),
                    ReaderHarness.split("file", file),
                    ReaderHarness.split("rtmps", rtmps));
            harness.until(
                    "refusals",
                    () -> harness.count("its certificate is not trusted (PKIX path building") >= 3);
            assertThat(harness.count("packet")).isZero();
            assertThat(harness.count("state BROKEN")).isEqualTo(3);
        }
    }

    @Test
    void readsWhatThisJavaWasToldToTrust() throws Exception {
        String output = readByAJavaThatTrusts(hls, file, rtmps);
        assertThat(output).contains("read " + hls, "read " + file, "read " + rtmps);
    }

    @Test
    void playsFromTheRtspServerOfGStreamer() throws Exception {
        String python = "/usr/bin/python3";
        assumeTrue(Files.exists(Path.of(python)), python);
        Path script =
                Files.writeString(folder.resolve("server.py"), InstalledPeersTest.RTSP_SERVER);
        assumeTrue(start(python, script.toString()).waitFor() == 0, "gst-rtsp-server");
        String clip = folder.resolve("clip.mp4").toString();
        programs.add(start(python, script.toString(), "" + rtspPort, clip, "TCP"));

        assertThat(readByAJavaThatTrusts(rtsps)).contains("read " + rtsps);
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("rtsps", rtsps));
            harness.until("a refusal", () -> harness.state().equals("state BROKEN"));
            assertThat(harness.saw("its certificate is not trusted")).isTrue();
        }
    }

    @Test
    void refusesATrustedCertificateOfAnotherName() throws Exception {
        String elsewhere = hls.replace("localhost", "127.0.0.1");
        assertThat(readByAJavaThatTrusts(elsewhere))
                .contains("its certificate is not trusted (No subject alternative names");
    }

    private String readByAJavaThatTrusts(String... urls) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                javaProgram("java"),
                                "-Djavax.net.ssl.trustStore=" + trusted,
                                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                TlsReading.class.getName()));
        command.addAll(List.of(urls));
        Path output = folder.resolve("reading.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        process.waitFor();
        return Files.readString(output);
    }

    private static String javaProgram(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
    }

    private Process start(String... words) throws IOException {
        return new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("program.log").toFile())
                .start();
    }
}
