package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.questions.Question;
import io.sightline.questions.QuestionRecord;
import io.sightline.questions.Questions;
import io.sightline.sink.FileDestination;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flink's own SQL client and SQL gateway take the init file, and the functions from the one jar,
 * which is not on their class path.
 */
class SqlClientITCase {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));
    private static final long LIMIT_SECONDS = 240;

    @TempDir private Path folder;

    @Test
    void clientAndGatewayAskTheSameTablesWithTheSameAnswer() throws Exception {
        Path output = folder.resolve("output");
        QuestionRecord.writeTo(new FileDestination(output.toString()));
        Question worst = Questions.all().get(2);
        Path init = folder.resolve("init.sql");
        Files.writeString(
                init,
                "ADD JAR '%s';\n".formatted(functionsJar())
                        + TableDefinitions.init(
                                new RecordSource.Files(output.toString()),
                                QuestionRecord.metrics()));
        Path queries = folder.resolve("queries.sql");
        Files.writeString(
                queries,
                """
                SET 'sql-client.execution.result-mode' = 'tableau';
                %s;
                CREATE FUNCTION tc AS 'io.sightline.sql.TimecodeFunction' LANGUAGE JAVA USING JAR '%s';
                SELECT tc(3723040000, 25);
                """
                        .formatted(worst.sql(), functionsJar()));
        Files.writeString(folder.resolve("config.yaml"), "execution.target: local\n");
        int port = freePort();

        Process gateway =
                start(
                        "gateway",
                        "org.apache.flink.table.gateway.SqlGateway",
                        "-Dsql-gateway.endpoint.rest.address=127.0.0.1",
                        "-Dsql-gateway.endpoint.rest.port=" + port);
        try {
            awaitAnswer(port, gateway);
            Process client =
                    start(
                            "client",
                            "org.apache.flink.table.client.SqlClient",
                            "gateway",
                            "-e",
                            "127.0.0.1:" + port,
                            "-i",
                            init.toString(),
                            "-f",
                            queries.toString());
            try {
                assertThat(client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                client.destroyForcibly();
            }
        } finally {
            gateway.destroyForcibly();
        }

        String shown = Files.readString(folder.resolve("client.log"));
        assertThat(shown).doesNotContain("[ERROR]").contains("01:02:03:01");
        for (List<String> row : worst.answer()) {
            String cells = row.stream().map(Pattern::quote).collect(Collectors.joining(" *\\| *"));
            assertThat(shown).containsPattern(cells);
        }
    }

    private static Path functionsJar() throws IOException {
        try (Stream<Path> jars = Files.list(ROOT.resolve("udfs/sql/target"))) {
            return jars.filter(
                            jar -> jar.getFileName().toString().matches("sightline-sql-.*\\.jar"))
                    .filter(jar -> !jar.getFileName().toString().contains("-sources"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** With what lies in Flink's lib/ and opt/, the functions left out. */
    private Process start(String name, String... arguments) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path from : List.of(Path.of("target/sql-client"), ROOT.resolve("job/target/lib"))) {
            try (Stream<Path> all = Files.list(from)) {
                all.filter(jar -> !jar.getFileName().toString().matches("(sightline|jline)-.*"))
                        .sorted()
                        .forEach(jars::add);
            }
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + ROOT.resolve("job/target/launcher/jvm.options"));
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.add("-Duser.home=" + folder); // the client keeps a history there
        command.add("-cp");
        command.add(
                jars.stream()
                        .map(jar -> jar.toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("FLINK_CONF_DIR", folder.toString());
        return process.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private void awaitAnswer(int port, Process gateway) throws Exception {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                boolean ended = gateway.waitFor(200, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() - deadlineNanos > 0) {
                    throw new IOException(
                            "The gateway did not come up:\n"
                                    + Files.readString(folder.resolve("gateway.log")),
                            e);
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
