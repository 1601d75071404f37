package io.sightline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sightline controls}: what operators say about notifications. */
@Command(
        name = "controls",
        header = "Acknowledge, snooze and announce maintenance.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ControlsListCommand.class,
            ControlsAcknowledgeCommand.class,
            ControlsSnoozeCommand.class,
            ControlsMaintenanceCommand.class,
            ControlsWithdrawCommand.class
        },
        description = {
            "",
            "Shows and edits what keeps notifications back: a file of JSON lines, or a Kafka topic."
                    + " A job that notifies follows within 5 seconds. The record of alerts stays as"
                    + " it is.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Options:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline controls acknowledge --controls controls.jsonl 3f9a2c11d08e4b57",
            "  sightline controls snooze --controls controls.jsonl --stream 'news-*' --for 2h",
            "  sightline controls maintenance --controls kafka:localhost:9092 \\",
            "      --label encoder=e7 --weekly 'sun 02:00-04:00' --zone Europe/Berlin"
        })
final class ControlsCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "Say what to do: list, acknowledge, snooze, maintenance or withdraw");
    }
}
