package io.sightline.notify.delivery;

import io.sightline.notify.template.PageText;
import io.sightline.notify.template.TextTemplate;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells people by e-mail. The header {@code Message-ID} is made of the alert's id, the same for
 * each attempt; all mails of an incident refer to one another, so that mail programs show them
 * together.
 *
 * <p>Threads: its own, since a conversation with a mail server blocks; one connection a mail.
 */
final class EmailTarget implements Target {

    /** An answer of SMTP: the code, perhaps an enhanced one behind it. */
    private static final Pattern CODE = Pattern.compile("(?:^|\\s)([245])\\d\\d[ -]");

    /** Who we are is in question, by RFC 4954: no login, a weak one, a wrong one. */
    private static final Pattern LOGIN = Pattern.compile("(?:^|\\s)53[045][ -]");

    private final Channel.Email settings;
    private final Session session;
    private final @Nullable String user;
    private final @Nullable String password;
    private final InternetAddress[] to;
    private final InternetAddress from;
    private final TextTemplate subject;
    private final TextTemplate body;
    private final ExecutorService threads; // owned, closed in close()

    /**
     * @throws IOException when a secret, a certificate, an address or a template is of no use
     */
    EmailTarget(Channel.Email settings, int concurrency) throws IOException {
        this.settings = settings;
        this.user = settings.user() == null ? null : settings.user().reveal();
        this.password = settings.password() == null ? null : settings.password().reveal();
        this.session = Session.getInstance(properties(settings, user != null));
        try {
            this.from = new InternetAddress(settings.from(), /* strict= */ true);
            this.to = InternetAddress.parse(String.join(",", settings.to()), /* strict= */ true);
        } catch (AddressException e) {
            throw new IOException("no e-mail address: " + e.getMessage(), e);
        }
        this.subject = TextTemplate.plain(settings.subject());
        this.body = TextTemplate.plain(settings.body());
        this.threads =
                Executors.newFixedThreadPool(
                        concurrency,
                        action -> {
                            Thread thread = new Thread(action, "mail to " + settings.host());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    private static Properties properties(Channel.Email settings, boolean logsIn)
            throws IOException {
        Properties properties = new Properties();
        String millis = Long.toString(settings.timeout().toMillis());
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(logsIn));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.security()) {
            case NONE -> properties.put("mail.smtp.starttls.enable", "false");
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
        }
        TlsContext.of(settings.tls())
                .ifPresent(
                        tls ->
                                properties.put(
                                        "mail.smtp.ssl.socketFactory", tls.getSocketFactory()));
        return properties;
    }

    @Override
    public CompletableFuture<Outcome> deliver(Letter letter) {
        return CompletableFuture.supplyAsync(() -> send(letter), threads);
    }

    private Outcome send(Letter letter) {
        try {
            MimeMessage mail = mail(letter);
            try (Transport transport = session.getTransport()) {
                transport.connect(settings.host(), settings.port(), user, password);
                transport.sendMessage(mail, to);
            }
            return new Outcome.Delivered("accepted by " + settings.host());
        } catch (AuthenticationFailedException e) {
            return new Outcome.Denied(text(e));
        } catch (SendFailedException e) {
            return judge(text(e));
        } catch (MessagingException e) {
            return judge(text(e));
        } catch (RuntimeException e) {
            return new Outcome.Refused("the mail cannot be made: " + e.getMessage());
        }
    }

    private MimeMessage mail(Letter letter) throws MessagingException {
        var values = PageText.values(letter.page());
        String alertId = letter.page().alert().alertId();
        MimeMessage mail =
                new MimeMessage(session) {
                    @Override
                    protected void updateMessageID() throws MessagingException {
                        setHeader("Message-ID", "<" + alertId + "@sightline>");
                    }
                };
        mail.setFrom(from);
        mail.setRecipients(RecipientType.TO, to);
        String line = subject.fill(values).replaceAll("\\p{Cntrl}+", " ");
        mail.setSubject(line, StandardCharsets.UTF_8.name());
        mail.setText(body.fill(values), StandardCharsets.UTF_8.name());
        mail.setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        mail.setHeader("References", "<" + letter.page().alert().incidentId() + "@sightline>");
        mail.setHeader("Auto-Submitted", "auto-generated"); // no out-of-office replies
        mail.setHeader("X-Sightline-Alert", alertId);
        return mail;
    }

    private static String text(MessagingException failure) {
        String text = String.valueOf(failure.getMessage());
        for (Exception next = failure.getNextException(); next != null; ) {
            text += "; " + next.getMessage();
            next = next instanceof MessagingException more ? more.getNextException() : null;
        }
        text = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return text.length() > 300 ? text.substring(0, 300) : text;
    }

    /** Codes of 5 are for good, everything else may go better next time. */
    private static Outcome judge(String text) {
        if (LOGIN.matcher(text).find()) {
            return new Outcome.Denied(text);
        }
        Matcher code = CODE.matcher(text);
        boolean isForGood = false;
        while (code.find()) {
            isForGood |= code.group(1).equals("5");
        }
        return isForGood && !text.matches("(?s).*(?:^|\\s)4\\d\\d[ -].*")
                ? new Outcome.Refused(text)
                : new Outcome.Postponed(text);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
