package io.sightline.notify.delivery;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Someone to tell, as configured.
 *
 * @param remindEvery how often what is open is told again; null for receivers that do not forget
 */
public record TargetSettings(
        String name, Channel channel, Pace pace, @Nullable Duration remindEvery)
        implements Serializable {

    /**
     * Opens it, with its secrets; owned by the caller.
     *
     * @throws IOException when a secret, a certificate or a template is of no use
     */
    public Target open() throws IOException {
        if (channel instanceof Channel.Webhook webhook) {
            return new WebhookTarget(webhook, System::currentTimeMillis);
        }
        return new EmailTarget((Channel.Email) channel, pace.concurrency());
    }
}
