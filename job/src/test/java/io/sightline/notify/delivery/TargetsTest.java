package io.sightline.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sightline.config.NotifyFile;
import io.sightline.notify.NotifyAlerts;
import io.sightline.notify.Page;
import io.sightline.notify.Receiver;
import io.sightline.table.Alert;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire, to real servers. */
class TargetsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Letter OPENED =
            Letter.news(Page.of(NotifyAlerts.alert("i1", Alert.Event.OPENED)), 0);
    private static final Letter CLEARED =
            Letter.news(Page.of(NotifyAlerts.alert("i1", Alert.Event.CLEARED)), 0);

    @TempDir Path folder;

    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
        receiver.with(receiver::accept);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private Outcome tell(String target, Letter letter) throws Exception {
        String yaml = "targets:\n  t: {" + target.replace("URL", receiver.url()) + "}\n";
        try (Target opened =
                NotifyFile.parse(folder.resolve("notify.yaml"), yaml)
                        .target("t")
                        .orElseThrow()
                        .open()) {
            return opened.deliver(letter).get(30, TimeUnit.SECONDS);
        }
    }

    private JsonNode body() throws IOException {
        return JSON.readTree(receiver.told().get(receiver.told().size() - 1).body());
    }

    @Test
    void signsAsStandardWebhooksDo() throws Exception {
        Path secret =
                Files.writeString(
                        folder.resolve("key"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");

        assertThat(
                        tell(
                                "type: webhook, url: URL, signing-secret: '${file:" + secret + "}'",
                                OPENED))
                .isInstanceOf(Outcome.Delivered.class);

        var told = receiver.told().get(0);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        "HmacSHA256"));
        String signed =
                "i1-opened-1." + told.headers().get("webhook-timestamp") + "." + told.body();
        assertThat(told.headers().get("webhook-signature"))
                .isEqualTo(
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                mac.doFinal(
                                                        signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(told.key()).isEqualTo("i1-opened-1");
        assertThat(told.headers().get("webhook-id")).isEqualTo("i1-opened-1");
    }

    @Test
    void speaksTheFormats() throws Exception {
        tell("type: webhook, url: URL, format: cloudevents", OPENED);
        assertThat(body().get("id").asText()).isEqualTo("i1-opened-1");
        assertThat(body().get("type").asText()).isEqualTo("io.sightline.incident.opened");
        assertThat(body().get("data").get("stream_id").asText()).isEqualTo("news");

        tell("type: webhook, url: URL, format: cloudevents-binary", OPENED);
        assertThat(receiver.told().get(1).headers())
                .containsEntry("ce-id", "i1-opened-1")
                .containsEntry("ce-specversion", "1.0");
        assertThat(body().get("alert_id").asText()).isEqualTo("i1-opened-1");

        tell("type: slack, url: URL", OPENED);
        assertThat(body().get("text").asText()).isEqualTo("major: news video.black opened");
        assertThat(body().toString()).contains("&lt;news&gt; &amp; more");

        tell("type: alertmanager, url: URL", CLEARED);
        assertThat(receiver.told().get(3).path()).isEqualTo("/hook/api/v2/alerts");
        assertThat(body().get(0).get("labels").get("cdn_name").asText()).isEqualTo("x");
        assertThat(body().get(0).get("endsAt").asText()).isEqualTo("2023-11-14T22:13:28.000Z");

        Path key = Files.writeString(folder.resolve("routing"), "R1");
        tell("type: pagerduty, url: URL, routing-key: '${file:" + key + "}'", CLEARED);
        assertThat(body().get("event_action").asText()).isEqualTo("resolve");
        assertThat(body().get("dedup_key").asText()).isEqualTo("i1");
        assertThat(body().get("payload").get("severity").asText()).isEqualTo("error");

        Path template =
                Files.writeString(
                        folder.resolve("t.mustache"),
                        "{\"m\": \"{{message}}\", \"e\": \"{{labels.encoder}}\"}");
        tell(
                "type: webhook, url: URL, format: template, template-file: "
                        + template.getFileName(),
                OPENED);
        assertThat(body().get("m").asText()).isEqualTo(OPENED.page().alert().message());
        assertThat(body().get("e").asText()).isEqualTo("e7");
    }

    @Test
    void judgesAnswers() throws Exception {
        String hook = "type: webhook, url: URL, timeout: 500ms";
        receiver.with((exchange, told) -> Receiver.answer(exchange, 404));
        assertThat(tell(hook, OPENED)).isEqualTo(new Outcome.Refused("HTTP 404"));

        for (int status : new int[] {401, 403, 407}) {
            receiver.with((exchange, told) -> Receiver.answer(exchange, status));
            assertThat(tell(hook, OPENED)).isEqualTo(new Outcome.Denied("HTTP " + status));
        }

        receiver.with(
                (exchange, told) -> {
                    exchange.getResponseHeaders().add("Retry-After", "7");
                    Receiver.answer(exchange, 429);
                });
        assertThat(tell(hook, OPENED))
                .isEqualTo(new Outcome.Postponed("HTTP 429", Optional.of(Duration.ofSeconds(7))));

        receiver.with(
                (exchange, told) -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    try {
                        Thread.sleep(2_000); // the rest never comes in time
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertThat(tell(hook, OPENED)).isInstanceOf(Outcome.Postponed.class);

        receiver.with(
                (exchange, told) -> {
                    exchange.getResponseHeaders().add("Location", "http://elsewhere.invalid/");
                    Receiver.answer(exchange, 307);
                });
        assertThat(tell(hook, OPENED)).isInstanceOf(Outcome.Refused.class);

        receiver.goDown();
        assertThat(tell(hook, OPENED)).isInstanceOf(Outcome.Postponed.class);
    }

    @Test
    void writesMail() throws Exception {
        GreenMail server =
                new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            server.setUser("s", "s", "pass");
            Path password = Files.writeString(folder.resolve("password"), "pass");
            String mail =
                    "type: email, host: 127.0.0.1, port: %d, security: none, from: s@example.org,"
                            + " to: [ops@example.org], user: s, password: '${file:%s}'";

            Outcome outcome = tell(mail.formatted(server.getSmtp().getPort(), password), CLEARED);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            MimeMessage got = server.getReceivedMessages()[0];
            assertThat(got.getSubject()).isEqualTo("[major] news: video.black CLEARED");
            assertThat(got.getMessageID()).isEqualTo("<i1-cleared-1@sightline>");
            assertThat(got.getHeader("References", ",")).isEqualTo("<i1@sightline>");
            assertThat(got.getContent().toString())
                    .contains("8.0 s", "encoder = e7", "<news> & more");
            Path wrong = Files.writeString(folder.resolve("wrong"), "word");
            assertThat(tell(mail.formatted(server.getSmtp().getPort(), wrong), OPENED))
                    .isInstanceOfSatisfying(
                            Outcome.Denied.class,
                            denied -> assertThat(denied.reason()).contains("535"));
        } finally {
            server.stop();
        }
        assertThat(
                        tell(
                                "type: email, host: 127.0.0.1, port: 1, security: none, from:"
                                        + " s@example.org, to: ops@example.org",
                                OPENED))
                .as("nobody listens")
                .isInstanceOf(Outcome.Postponed.class);
    }
}
