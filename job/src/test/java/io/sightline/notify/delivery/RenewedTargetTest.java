package io.sightline.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sightline.config.NotifyFile;
import io.sightline.notify.NotifyAlerts;
import io.sightline.notify.Page;
import io.sightline.table.Alert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewedTargetTest {

    private static final Letter LETTER =
            Letter.news(Page.of(NotifyAlerts.alert("i1", Alert.Event.OPENED)), 0);

    @TempDir Path folder;

    /** One opened target: its answers are the test's. */
    private static final class Scripted implements Target {
        private final List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        private boolean isClosed;

        @Override
        public CompletableFuture<Outcome> deliver(Letter letter) {
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    @Test
    void aMailServerThatDeniesTheOldPasswordIsToldWithTheNewOne() throws Exception {
        GreenMail server =
                new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            server.setUser("s", "s", "new");
            Path password = Files.writeString(folder.resolve("password"), "old");
            String yaml =
                    """
                    targets:
                      mail: {type: email, host: 127.0.0.1, port: %d, security: none,
                        from: s@example.org, to: [ops@example.org], user: s,
                        password: '${file:%s}'}
                    """
                            .formatted(server.getSmtp().getPort(), password);
            TargetSettings settings =
                    NotifyFile.parse(folder.resolve("notify.yaml"), yaml)
                            .target("mail")
                            .orElseThrow();
            try (Target target = RenewedTarget.open(settings::open)) {
                assertThat(target.deliver(LETTER).get(30, TimeUnit.SECONDS))
                        .isInstanceOf(Outcome.Denied.class);
                Files.delete(password); // half way through the rotation
                assertThat(target.deliver(LETTER).get(30, TimeUnit.SECONDS))
                        .isInstanceOf(Outcome.Denied.class);
                Files.writeString(password, "new");

                assertThat(target.deliver(LETTER).get(30, TimeUnit.SECONDS))
                        .isInstanceOf(Outcome.Delivered.class);
            }
            assertThat(server.getReceivedMessages()).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void closesTheOldOneWhenItsLastAnswerHasCome() throws Exception {
        List<Scripted> opened = new ArrayList<>();
        RenewedTarget target =
                RenewedTarget.open(
                        () -> {
                            opened.add(new Scripted());
                            return opened.get(opened.size() - 1);
                        });
        var first = target.deliver(LETTER);
        var second = target.deliver(LETTER);
        opened.get(0).answers.get(0).complete(new Outcome.Denied("HTTP 401"));
        assertThat(first).isCompleted();

        var third = target.deliver(LETTER);
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).isClosed).isFalse();
        opened.get(0).answers.get(1).complete(new Outcome.Denied("HTTP 401"));
        assertThat(second).isCompleted();
        assertThat(opened.get(0).isClosed).isTrue();

        opened.get(1).answers.get(0).complete(new Outcome.Delivered("ok"));
        assertThat(third).isCompletedWithValue(new Outcome.Delivered("ok"));
        var unused = target.deliver(LETTER);
        assertThat(opened).as("who is known is not opened anew").hasSize(2);
        target.close();
        assertThat(opened.get(1).isClosed).isTrue();
    }
}
