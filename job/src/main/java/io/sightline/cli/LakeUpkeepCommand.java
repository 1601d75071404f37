package io.sightline.cli;

import io.sightline.lake.LakeEngine;
import io.sightline.lake.LakeException;
import io.sightline.lake.Upkeep;
import io.sightline.query.LakeCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sightline lake upkeep}: few files of many, and an end of old states. */
@Command(
        name = "upkeep",
        header = "Make few files of many, and forget old states of the tables.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Once a day is enough. The job that fills the lake may run meanwhile. No row changes.",
            ""
        },
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Example:",
            "  sightline lake upkeep --warehouse lake --keep 30d",
        })
final class LakeUpkeepCommand implements Callable<Integer> {

    private static final Duration KEEP = Duration.ofDays(7);

    @Option(
            names = "--warehouse",
            paramLabel = "DIR|URI",
            description = "Where the tables are kept.")
    private @Nullable String warehouse;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "Properties of an Iceberg catalog, as for 'sightline lake'.")
    private @Nullable Path catalog;

    @Option(
            names = "--target-file-size",
            paramLabel = "SIZE",
            defaultValue = "128mb",
            description = "Small files become files of about this size. Default: 128mb.")
    private String targetFileSize = "128mb";

    @Option(
            names = "--keep",
            paramLabel = "D",
            description =
                    "How long a state of a table can be gone back to. Files that no state needs"
                            + " are deleted. Default: 7d.")
    private @Nullable String keep;

    private final Terminal terminal;

    LakeUpkeepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try {
            List<String> problems = new ArrayList<>();
            LakeOptions options = new LakeOptions(problems);
            LakeCatalog lake = options.catalog(warehouse, catalog);
            Upkeep upkeep = new Upkeep(fileBytes(problems), options.duration("--keep", keep, KEEP));
            Optional<LakeEngine> engine = LakeEngine.find();
            if (engine.isEmpty()) {
                problems.add(LakeOptions.NOT_HERE);
            }
            if (!problems.isEmpty()) {
                throw new UsageException(problems);
            }
            for (Upkeep.Done done : engine.orElseThrow().keepUp(lake, upkeep)) {
                terminal.out()
                        .printf(
                                "%-14s files %d -> %d, states %d -> %d%n",
                                done.table(),
                                done.filesBefore(),
                                done.filesAfter(),
                                done.snapshotsBefore(),
                                done.snapshotsAfter());
            }
            return ExitStatus.FINE;
        } catch (UsageException | LakeException e) {
            terminal.err().println("sightline: " + e.getMessage());
            return ExitStatus.USAGE;
        }
    }

    private long fileBytes(List<String> problems) {
        try {
            long bytes = MemorySize.parse(targetFileSize).getBytes();
            if (bytes > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        problems.add("--target-file-size: '" + targetFileSize + "' is no size such as 128mb");
        return 1;
    }
}
