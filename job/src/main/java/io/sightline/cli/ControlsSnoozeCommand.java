package io.sightline.cli;

import io.sightline.notify.control.Control;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sightline controls snooze}: nothing about something for a while. */
@Command(
        name = "snooze",
        header = "Hear nothing about something for a while.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Nothing is told of what matches all that is given. What is still open afterwards is"
                    + " told then; what was told before is told to be over when it is.",
            ""
        },
        optionListHeading = "Options:%n")
final class ControlsSnoozeCommand extends ControlCommand {

    @Mixin private ControlScope scope;

    @Option(names = "--for", paramLabel = "SPAN", description = "For so long: 90s, 30m, 2h, 1d.")
    private @Nullable String span;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Until then: 2026-11-22T02:00Z, or '2026-11-22 02:00' in --zone.")
    private @Nullable String until;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Default: that of this machine.")
    private @Nullable String zone;

    @Mixin private ControlAuthor author;

    ControlsSnoozeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        if ((span == null) == (until == null)) {
            throw new UsageException(List.of("say how long: either --for or --until"));
        }
        ZoneId here = ControlTimes.zone(zone, terminal().zone());
        long now = nowMillis();
        long end =
                span != null
                        ? now + ControlTimes.span("--for", span).toMillis()
                        : ControlTimes.time("--until", until, here);
        if (end <= now) {
            throw new UsageException(List.of("--until: is over already"));
        }
        Control control =
                new Control(
                        scope.idOr("snooze-" + UUID.randomUUID().toString().substring(0, 8)),
                        Control.Kind.SNOOZE,
                        scope.incident(),
                        scope.stream(),
                        scope.labels(),
                        scope.defect(),
                        null,
                        end,
                        null,
                        null,
                        author.name(),
                        author.reason(),
                        now);
        put(List.of(control));
        terminal()
                .out()
                .println(
                        "Snoozed until "
                                + Instant.ofEpochMilli(end)
                                + " as '"
                                + control.id()
                                + "' in "
                                + address()
                                + ".");
        return ExitStatus.FINE;
    }
}
