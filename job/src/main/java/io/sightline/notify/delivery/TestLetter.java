package io.sightline.notify.delivery;

import io.sightline.notify.Page;
import io.sightline.notify.template.PageText;
import io.sightline.notify.template.TextTemplate;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A notification that says that it is a test. */
public final class TestLetter {

    private TestLetter() {}

    /**
     * One that opens an incident, and one that clears it.
     *
     * @param nowMillis wall time
     */
    public static List<Letter> pair(long nowMillis) {
        String incident = "test-" + UUID.randomUUID().toString().substring(0, 8);
        return List.of(
                letter(incident, Alert.Event.OPENED, nowMillis, null),
                letter(incident, Alert.Event.CLEARED, nowMillis, nowMillis));
    }

    private static Letter letter(
            String incident, Alert.Event event, long nowMillis, @Nullable Long endedMillis) {
        Alert alert =
                new Alert(
                        incident + "-" + event.name().toLowerCase(java.util.Locale.ROOT) + "-1",
                        incident,
                        event,
                        "sightline-test",
                        "main",
                        "video.black",
                        Severity.INFO,
                        nowMillis,
                        nowMillis,
                        endedMillis,
                        0,
                        0,
                        null,
                        1,
                        0.98,
                        "ratio",
                        1,
                        null,
                        "This is a test of 'sightline notify'. No stream is concerned.",
                        1,
                        "test",
                        null,
                        "test",
                        Map.of("test", "true"));
        return Letter.news(Page.of(alert), nowMillis);
    }

    /**
     * Opens a target and writes what would be sent; nothing is sent.
     *
     * @throws IOException when a secret, a certificate, an address or a template is of no use
     */
    public static void tryOut(TargetSettings settings) throws IOException {
        try (var opened = settings.open()) {
            for (Letter letter : pair(0)) {
                if (settings.channel() instanceof Channel.Webhook webhook) {
                    var unused = webhook.format().open().render(letter, 0);
                } else if (settings.channel() instanceof Channel.Email email) {
                    var values = PageText.values(letter.page());
                    var unusedSubject = TextTemplate.plain(email.subject()).fill(values);
                    var unusedBody = TextTemplate.plain(email.body()).fill(values);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the template asks for what is not there: " + e.getMessage(), e);
        }
    }
}
