package io.sightline.cli;

import io.sightline.notify.control.Control;
import io.sightline.notify.control.Weekly;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sightline controls maintenance}: a window in which something is worked on. */
@Command(
        name = "maintenance",
        header = "Announce a window in which something is worked on.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Within the window nothing is told of what matches all that is given. What is still"
                    + " open when it ends is told then; what was told before it began is told to be"
                    + " over when it is.",
            ""
        },
        optionListHeading = "Options:%n")
final class ControlsMaintenanceCommand extends ControlCommand {

    @Mixin private ControlScope scope;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "When it begins: 2026-11-22T02:00Z, or '2026-11-22 02:00' in --zone."
                            + " Default: now.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends.")
    private @Nullable String until;

    @Option(
            names = "--weekly",
            paramLabel = "HOURS",
            description =
                    "Every week in these hours: 'sun 02:00-04:00', 'mon-fri 08:00-18:00', 'daily"
                            + " 23:30-00:30'. Then --until is not needed.")
    private @Nullable String weekly;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Of the times: Europe/Berlin. Default: that of this machine.")
    private @Nullable String zone;

    @Mixin private ControlAuthor author;

    ControlsMaintenanceCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        ZoneId here = ControlTimes.zone(zone, terminal().zone());
        if (weekly == null && until == null) {
            throw new UsageException(List.of("say when it ends: --until, or --weekly"));
        }
        long now = nowMillis();
        Long begin = from == null ? null : (Long) ControlTimes.time("--from", from, here);
        Long end = until == null ? null : (Long) ControlTimes.time("--until", until, here);
        if (end != null && end <= now) {
            throw new UsageException(List.of("--until: is over already"));
        }
        Control control =
                new Control(
                        scope.idOr("maintenance-" + UUID.randomUUID().toString().substring(0, 8)),
                        Control.Kind.MAINTENANCE,
                        scope.incident(),
                        scope.stream(),
                        scope.labels(),
                        scope.defect(),
                        begin == null && weekly == null ? (Long) now : begin,
                        end,
                        weekly(here),
                        null,
                        author.name(),
                        author.reason(),
                        now);
        put(List.of(control));
        terminal()
                .out()
                .println("Maintenance '" + control.id() + "' written to " + address() + ".");
        return ExitStatus.FINE;
    }

    private @Nullable Weekly weekly(ZoneId here) {
        if (weekly == null) {
            return null;
        }
        return Weekly.parse(weekly, here)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        List.of(
                                                "--weekly: is "
                                                        + Weekly.EXPECTED
                                                        + ", but was '"
                                                        + weekly
                                                        + "'")));
    }
}
