package io.sightline.cli;

import io.sightline.config.NotifyFile;
import io.sightline.notify.delivery.Channel;
import io.sightline.notify.delivery.Secret;
import io.sightline.notify.delivery.TargetSettings;
import java.net.URI;
import java.util.Locale;
import java.util.stream.Collectors;

/** Targets in words, without secrets. */
final class NotifyText {

    private NotifyText() {}

    /** All of them on one line. */
    static String line(NotifyFile.Notify notify) {
        return notify.targets().stream()
                .map(target -> target.name() + " (" + of(target) + ")")
                .collect(Collectors.joining(", "));
    }

    static String of(TargetSettings target) {
        if (target.channel() instanceof Channel.Webhook webhook) {
            return webhook.format().kind().name().toLowerCase(Locale.ROOT).replace('_', '-')
                    + " at "
                    + host(webhook.url());
        }
        Channel.Email email = (Channel.Email) target.channel();
        return "e-mail to " + String.join(", ", email.to()) + " through " + email.host();
    }

    /** Paths and queries of webhooks are secrets more often than not. */
    private static String host(Secret url) {
        if (url.hasReference()) {
            return url.toString();
        }
        try {
            URI uri = URI.create(url.text());
            return uri.getScheme()
                    + "://"
                    + uri.getHost()
                    + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (IllegalArgumentException e) {
            return "an address that is none";
        }
    }
}
