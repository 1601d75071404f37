package io.sightline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sightline streams}: shows and edits a registry. */
@Command(
        name = "streams",
        header = "List, add and remove the streams of a registry.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StreamsListCommand.class,
            StreamsAddCommand.class,
            StreamsRemoveCommand.class,
            StreamsEnableCommand.class,
            StreamsDisableCommand.class,
            StreamsReleaseCommand.class
        },
        description = {
            "",
            "Shows and edits the streams of a registry: a YAML file, or a Kafka topic. A job that"
                    + " watches the registry follows within 5 seconds.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Options:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline streams add --registry streams.yaml --id news-7 \\",
            "      --url https://example.org/news-7.m3u8 --label tier=gold",
            "  sightline streams list --registry kafka:localhost:9092",
            "  sightline streams disable --registry streams.yaml news-7"
        })
final class StreamsCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "Say what to do: list, add, remove, enable, disable or release");
    }
}
