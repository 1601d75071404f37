package io.sightline.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker (KRaft, one node) in a process of its own on loopback. It is slow to start, a
 * test class shares one; topics are told apart by name.
 *
 * <p>Ownership: the starter closes it. The folder stays the caller's; {@code broker.log} in it says
 * why a broker did not come up.
 */
public final class KafkaBroker implements AutoCloseable {

    public static final String USER = "monitor";
    public static final String PASSWORD = "known to the broker";

    private static final String PLAIN_LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final Duration START_UP = Duration.ofMinutes(2);

    private final List<Integer> ports; // of clients, controller, detour, secured
    private final Path properties;
    private final Path log;
    private Process process; // owned, ended in close()

    private KafkaBroker(List<Integer> ports, Path properties, Path log, Process process) {
        this.ports = ports;
        this.properties = properties;
        this.log = log;
        this.process = process;
    }

    /** Starts a broker that keeps its data in {@code folder} and waits until it answers; owned. */
    public static KafkaBroker startIn(Path folder) throws IOException, InterruptedException {
        return startIn(folder, 0);
    }

    /**
     * The same, with a second listener for clients that come by another way: {@link #detourPort()}.
     *
     * @param advertisedPort what clients of the second listener are told to connect to, on
     *     loopback; 0: the listener itself
     */
    public static KafkaBroker startIn(Path folder, int advertisedPort)
            throws IOException, InterruptedException {
        List<Integer> ports = freePorts();
        Path properties = folder.resolve("server.properties");
        int advertised = advertisedPort == 0 ? ports.get(2) : advertisedPort;
        Files.writeString(properties, settings(ports, advertised, folder.resolve("data")));
        Path log = folder.resolve("broker.log");
        format(properties);
        KafkaBroker broker = new KafkaBroker(ports, properties, log, launch(properties, log));
        try {
            broker.awaitAnswer();
        } catch (IOException | InterruptedException | RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private static Process launch(Path properties, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        "kafka.Kafka",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** {@code host:port} of its listener. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.get(0);
    }

    /** On loopback, of the listener for clients that come by another way. */
    public int detourPort() {
        return ports.get(2);
    }

    /** Starts it again after {@link #close()}, with the same data at the same address. */
    public void startAgain() throws IOException, InterruptedException {
        process = launch(properties, log);
        awaitAnswer();
    }

    /** A reader of what is there, as analysts would read it; owned. */
    public CommittedReader openReader(String topic) {
        return new CommittedReader(bootstrapServers(), topic);
    }

    /**
     * {@code host:port} of the listener that wants credentials: SASL/PLAIN, without TLS. {@link
     * #USER} is known there, and has no right to anything until {@link #openAdmin} gives it some.
     */
    public String securedServers() {
        return "127.0.0.1:" + ports.get(3);
    }

    /** Client properties for {@link #securedServers()}. */
    public static Map<String, String> credentials(String user, String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                PLAIN_LOGIN
                        + " required username=\"%s\" password=\"%s\";".formatted(user, password));
    }

    /** Who may do everything; owned. */
    public Admin openAdmin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    private static String settings(List<Integer> ports, int advertisedPort, Path data) {
        return """
        process.roles=broker,controller
        node.id=1
        listeners=CLIENT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d,DETOUR://127.0.0.1:%3$d,SECURED://127.0.0.1:%6$d
        advertised.listeners=CLIENT://127.0.0.1:%1$d,DETOUR://127.0.0.1:%4$d,SECURED://127.0.0.1:%6$d
        controller.listener.names=CONTROLLER
        controller.quorum.bootstrap.servers=127.0.0.1:%2$d
        inter.broker.listener.name=CLIENT
        listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT,DETOUR:PLAINTEXT,SECURED:SASL_PLAINTEXT
        listener.name.secured.sasl.enabled.mechanisms=PLAIN
        listener.name.secured.plain.sasl.jaas.config=%7$s required user_%8$s="%9$s";
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:ANONYMOUS
        log.dirs=%5$s
        num.partitions=3
        default.replication.factor=1
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=2
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        auto.create.topics.enable=false
        """
                .formatted(
                        ports.get(0),
                        ports.get(1),
                        ports.get(2),
                        advertisedPort,
                        data,
                        ports.get(3),
                        PLAIN_LOGIN,
                        USER,
                        PASSWORD);
    }

    private static void format(Path properties) {
        PrintStream quiet =
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        String[] arguments = {
            "format",
            "--standalone",
            "-t",
            Uuid.randomUuid().toString(),
            "-c",
            properties.toString()
        };
        int status = StorageTool.execute(arguments, quiet);
        if (status != 0) {
            throw new IllegalStateException("Formatting the broker's folder gave status " + status);
        }
    }

    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Ports that were free a moment ago, kept apart by being held together. */
    private static List<Integer> freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket first = new ServerSocket(0, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback);
                ServerSocket third = new ServerSocket(0, 1, loopback);
                ServerSocket fourth = new ServerSocket(0, 1, loopback)) {
            return List.of(
                    first.getLocalPort(),
                    second.getLocalPort(),
                    third.getLocalPort(),
                    fourth.getLocalPort());
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + START_UP.toNanos();
        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers", bootstrapServers(),
                                "reconnect.backoff.max.ms", 200,
                                "default.api.timeout.ms", 2_000,
                                "request.timeout.ms", 2_000))) {
            while (true) {
                try {
                    admin.describeCluster().nodes().get();
                    return;
                } catch (ExecutionException e) {
                    // Each attempt waits for up to 2 s by itself.
                    if (!process.isAlive() || System.nanoTime() - deadlineNanos > 0) {
                        throw new IOException(
                                "The broker did not come up; it wrote:\n" + Files.readString(log),
                                e);
                    }
                }
            }
        }
    }

    /** Kills the broker and waits for its end. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new UncheckedIOException(new IOException("The broker does not end"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
