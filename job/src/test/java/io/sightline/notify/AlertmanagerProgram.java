package io.sightline.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prometheus Alertmanager, the real one, on a free port of loopback with a configuration and a
 * store of its own. Ownership: the starter closes it.
 */
final class AlertmanagerProgram implements AutoCloseable {

    /** Names the program where it is not on the path. */
    static final String PROPERTY = "alertmanager";

    private static final List<String> NAMES = List.of("prometheus-alertmanager", "alertmanager");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process; // owned, ended in close()
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private AlertmanagerProgram(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Where it is on this machine. */
    static Optional<Path> find() {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it, and waits until it is ready.
     *
     * @param configuration as in {@code alertmanager.yml}
     */
    static AlertmanagerProgram start(Path program, Path folder, String configuration)
            throws Exception {
        Path home = Files.createDirectories(folder.resolve("alertmanager"));
        Path file = Files.writeString(home.resolve("alertmanager.yml"), configuration);
        String address = "127.0.0.1:" + freePort();
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "--config.file=" + file,
                                "--storage.path=" + home.resolve("store"),
                                "--web.listen-address=" + address,
                                "--cluster.listen-address=") // it has no peers
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("log").toFile())
                        .start();
        AlertmanagerProgram started = new AlertmanagerProgram(process, "http://" + address);
        try {
            Waiting.until("Alertmanager is ready", PATIENCE, started::isReady);
            return started;
        } catch (Exception | Error e) {
            started.close();
            System.out.println(Files.readString(home.resolve("log")));
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    String url() {
        return url;
    }

    /** The alerts that are active, by its API. */
    JsonNode alerts() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/v2/alerts").body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
