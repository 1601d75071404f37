package io.sightline.notify.delivery;

import io.sightline.notify.template.FormatSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way to a target. */
public sealed interface Channel extends Serializable {

    /** How long one attempt may take. */
    Duration timeout();

    /**
     * HTTP.
     *
     * @param url with references to secrets
     * @param headers with references to secrets
     * @param signing the secret to sign with; null to sign nothing
     */
    record Webhook(
            Secret url,
            FormatSettings format,
            Map<String, Secret> headers,
            @Nullable Secret signing,
            TlsSettings tls,
            Duration timeout)
            implements Channel {
        public Webhook {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * SMTP.
     *
     * @param user null to send without logging in
     * @param subject a template
     * @param body a template
     */
    record Email(
            String host,
            int port,
            Security security,
            @Nullable Secret user,
            @Nullable Secret password,
            String from,
            List<String> to,
            String subject,
            String body,
            TlsSettings tls,
            Duration timeout)
            implements Channel {
        public Email {
            to = List.copyOf(to);
        }
    }

    /** Of a connection to a mail server. */
    enum Security {
        NONE,
        STARTTLS,
        TLS
    }
}
