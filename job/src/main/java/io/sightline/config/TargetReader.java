package io.sightline.config;

import io.sightline.notify.delivery.Channel;
import io.sightline.notify.delivery.Pace;
import io.sightline.notify.delivery.Secret;
import io.sightline.notify.delivery.TargetSettings;
import io.sightline.notify.delivery.TestLetter;
import io.sightline.notify.delivery.TlsSettings;
import io.sightline.notify.template.FormatSettings;
import io.sightline.notify.template.FormatSettings.Kind;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.UnreadableFile;
import io.sightline.yaml.YamlMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one target of {@code notify.yaml} and tries it as far as that goes without telling anybody.
 */
final class TargetReader {

    private static final List<String> TYPES =
            List.of("webhook", "slack", "pagerduty", "alertmanager", "email");
    private static final Set<String> OF_ALL =
            Set.of(
                    "type",
                    "timeout",
                    "give-up-after",
                    "retry-first",
                    "retry-longest",
                    "concurrency",
                    PagingReader.GROUP,
                    PagingReader.FLAPPING);
    private static final Set<String> OF_HTTP = Set.of("url", "headers", "signing-secret", "tls");
    private static final Set<String> OF_EMAIL =
            Set.of(
                    "host",
                    "port",
                    "security",
                    "user",
                    "password",
                    "from",
                    "to",
                    "subject",
                    "body",
                    "tls");
    private static final Pattern SECRET_HEADER =
            Pattern.compile("(?i).*(authorization|token|secret|password|cookie|api-?key).*");

    private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REMIND_EVERY = Duration.ofMinutes(1);
    private static final int MOST_AT_ONCE = 64;

    private final String name;
    private final YamlMap map;
    private final Path file;
    private final ConfigProblems problems;
    private final int problemsBefore;

    TargetReader(String name, YamlMap map, Path file, ConfigProblems problems) {
        this.name = name;
        this.map = map;
        this.file = file;
        this.problems = problems;
        this.problemsBefore = problems.count();
    }

    /** Empty when something is wrong with it; that has been added. */
    Optional<TargetSettings> read() {
        if (!map.has("type")) {
            problems.add(map.line(), "a target has a 'type': " + String.join(", ", TYPES));
        }
        Optional<String> type = map.oneOf("type", TYPES);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        allow(type.get());
        Duration timeout = map.duration("timeout").orElse(TIMEOUT);
        Pace pace = pace();
        Channel channel =
                type.get().equals("email") ? email(timeout) : webhook(type.get(), timeout);
        boolean forgets =
                channel instanceof Channel.Webhook webhook
                        && webhook.format().kind() == Kind.ALERTMANAGER;
        TargetSettings settings =
                new TargetSettings(
                        name,
                        channel,
                        pace,
                        forgets ? map.duration("remind-every").orElse(REMIND_EVERY) : null);
        if (problems.count() == problemsBefore) {
            tryOut(settings);
        }
        return problems.count() > problemsBefore ? Optional.empty() : Optional.of(settings);
    }

    private void allow(String type) {
        List<String> known = new ArrayList<>(OF_ALL);
        known.addAll(type.equals("email") ? OF_EMAIL : OF_HTTP);
        switch (type) {
            case "webhook" ->
                    known.addAll(List.of("format", "template", "template-file", "content-type"));
            case "pagerduty" -> known.add("routing-key");
            default -> {
                // Nothing of its own.
            }
        }
        if (type.equals("alertmanager")
                || map.text("format").filter("alertmanager"::equals).isPresent()) {
            known.add("remind-every");
        }
        if (type.equals("webhook") && map.text("format").filter("pagerduty"::equals).isPresent()) {
            known.add("routing-key");
        }
        known.sort(null);
        map.allowOnly(known);
    }

    private Pace pace() {
        Pace usual = Pace.DEFAULT;
        Duration first = map.duration("retry-first").orElse(usual.firstPause());
        Duration longest = map.duration("retry-longest").orElse(usual.longestPause());
        int atOnce = map.number("concurrency").map(Double::intValue).orElse(usual.concurrency());
        if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
            problems.add(
                    map.line("concurrency"),
                    "'concurrency' is 1 to " + MOST_AT_ONCE + ", but was " + atOnce);
            atOnce = 1;
        }
        if (first.isZero() || longest.compareTo(first) < 0) {
            problems.add(
                    map.line("retry-first"),
                    "'retry-first' is above 0 and at most 'retry-longest' ("
                            + longest.toMillis()
                            + " ms)");
            return usual;
        }
        return new Pace(
                atOnce, first, longest, map.duration("give-up-after").orElse(usual.giveUpAfter()));
    }

    private Channel webhook(String type, Duration timeout) {
        Secret url =
                type.equals("pagerduty") && !map.has("url")
                        ? new Secret(PAGERDUTY)
                        : new Secret(required("url"));
        if (type.equals("alertmanager") && !url.text().contains("/api/")) {
            url = new Secret(url.text().replaceAll("/+$", "") + "/api/v2/alerts");
        }
        Map<String, Secret> headers = new LinkedHashMap<>();
        map.secretMap("headers")
                .ifPresent(
                        given ->
                                given.keys()
                                        .forEach(
                                                header ->
                                                        given.text(header)
                                                                .ifPresent(
                                                                        value ->
                                                                                headers.put(
                                                                                        header,
                                                                                        header(
                                                                                                given,
                                                                                                header,
                                                                                                value)))));
        return new Channel.Webhook(
                url, format(type), headers, secret("signing-secret"), tls(), timeout);
    }

    private Secret header(YamlMap given, String header, String value) {
        Secret secret = new Secret(value);
        if (SECRET_HEADER.matcher(header).matches() && !secret.hasReference()) {
            problems.add(given.line(header), byReference(header));
        }
        return secret;
    }

    private FormatSettings format(String type) {
        Kind kind =
                switch (type) {
                    case "slack" -> Kind.SLACK;
                    case "pagerduty" -> Kind.PAGERDUTY;
                    case "alertmanager" -> Kind.ALERTMANAGER;
                    default ->
                            map.oneOf("format", Arrays.stream(Kind.values()).map(this::id).toList())
                                    .map(this::kind)
                                    .orElse(Kind.JSON);
                };
        String template = kind == Kind.TEMPLATE ? template() : null;
        if (kind != Kind.TEMPLATE && (map.has("template") || map.has("template-file"))) {
            problems.add(map.line("template"), "a template is of use only with 'format: template'");
        }
        return new FormatSettings(
                kind,
                kind == Kind.PAGERDUTY ? requiredSecret("routing-key") : null,
                template,
                map.text("content-type").orElse("application/json"));
    }

    private String id(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Kind kind(String id) {
        return Kind.valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private String template() {
        if (map.has("template") == map.has("template-file")) {
            problems.add(
                    map.line(), "'format: template' has either a 'template' or a 'template-file'");
            return "";
        }
        if (map.has("template")) {
            return map.text("template").orElse("");
        }
        Path path = beside(map.text("template-file").orElse(""));
        try {
            return Files.readString(path);
        } catch (IOException e) {
            problems.add(
                    map.line("template-file"),
                    path + " " + UnreadableFile.describe(path, e, "a Mustache template"));
            return "";
        }
    }

    private Channel email(Duration timeout) {
        Channel.Security security =
                map.oneOf("security", List.of("none", "starttls", "tls"))
                        .map(word -> Channel.Security.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Channel.Security.STARTTLS);
        int usual =
                switch (security) {
                    case NONE -> 25;
                    case STARTTLS -> 587;
                    case TLS -> 465;
                };
        int port = map.number("port").map(Double::intValue).orElse(usual);
        if (port < 1 || port > 65_535) {
            problems.add(map.line("port"), "'port' is 1 to 65535, but was " + port);
        }
        List<String> to =
                map.isList("to")
                        ? map.texts("to").orElse(List.of())
                        : map.text("to").map(List::of).orElse(List.of());
        if (to.isEmpty()) {
            problems.add(map.line("to"), "'to' is missing: the addresses to write to");
        }
        Secret user = map.text("user").map(Secret::new).orElse(null);
        Secret password = secret("password");
        if ((user == null) != (password == null)) {
            problems.add(map.line("user"), "'user' and 'password' belong together");
        }
        return new Channel.Email(
                required("host"),
                port,
                security,
                user,
                password,
                required("from"),
                to,
                map.text("subject").orElse(DefaultMail.SUBJECT),
                map.text("body").orElse(DefaultMail.BODY),
                tls(),
                timeout);
    }

    private TlsSettings tls() {
        Optional<YamlMap> given = map.map("tls");
        given.ifPresent(
                tls -> {
                    tls.allowOnly(List.of("ca", "certificate", "key"));
                    if (tls.has("certificate") != tls.has("key")) {
                        problems.add(tls.line(), "'certificate' and 'key' belong together");
                    }
                });
        return given.map(
                        tls ->
                                new TlsSettings(
                                        path(tls, "ca"),
                                        path(tls, "certificate"),
                                        path(tls, "key")))
                .orElse(TlsSettings.DEFAULT);
    }

    private @Nullable String path(YamlMap tls, String key) {
        return tls.text(key).map(text -> beside(text).toString()).orElse(null);
    }

    private Path beside(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    private String required(String key) {
        Optional<String> text = map.text(key);
        if (!map.has(key)) {
            problems.add(map.line(), "target '" + name + "' lacks '" + key + "'");
        }
        return text.orElse("");
    }

    private @Nullable Secret requiredSecret(String key) {
        if (!map.has(key)) {
            problems.add(map.line(), "target '" + name + "' lacks '" + key + "'");
        }
        return secret(key);
    }

    private @Nullable Secret secret(String key) {
        Optional<Secret> secret = map.text(key).map(Secret::new);
        if (secret.isPresent() && !secret.get().isReference()) {
            problems.add(map.line(key), byReference(key));
        }
        return secret.orElse(null);
    }

    private static String byReference(String key) {
        return "'"
                + key
                + "' is a secret, which does not belong into this file: write ${env:NAME} or"
                + " ${file:/path} and put it there";
    }

    /** Secrets, certificates, addresses and templates, all as they would be used. */
    private void tryOut(TargetSettings settings) {
        try {
            TestLetter.tryOut(settings);
        } catch (IOException e) {
            problems.add(map.line(), "target '" + name + "': " + e.getMessage());
        }
    }
}
