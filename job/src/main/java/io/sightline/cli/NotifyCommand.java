package io.sightline.cli;

import io.sightline.config.NotifyFile;
import io.sightline.job.ClusterJob;
import io.sightline.notify.NotifyJob;
import io.sightline.notify.NotifyPlan;
import io.sightline.notify.NotifyRun;
import io.sightline.notify.delivery.Letter;
import io.sightline.notify.delivery.Outcome;
import io.sightline.notify.delivery.Target;
import io.sightline.notify.delivery.TargetSettings;
import io.sightline.notify.delivery.TestLetter;
import io.sightline.sink.Destination;
import io.sightline.sink.FileDestination;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.OutputException;
import io.sightline.sink.PagerLane;
import io.sightline.yaml.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sightline notify}: tells people, as a job of its own. */
@Command(
        name = "notify",
        header = "Tell people: webhooks, mail, pagers.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Reads alerts as they happen, from what 'sightline monitor' writes, and tells the"
                    + " targets of a file until Ctrl-C. It goes on where it was stopped.",
            ""
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:stopped, or everything that was asked for is right",
            "2:the command line or a file it names is wrong; nothing was started",
            "4:the run failed, or a target refused the test"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline notify --config notify.yaml --test duty",
            "      tells one target that this is a test, and shows what it answered",
            "  sightline notify --config notify.yaml --kafka localhost:9092",
            "      tells everybody, beside a 'sightline monitor --kafka localhost:9092'"
        })
final class NotifyCommand implements Callable<Integer> {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "YAML file of targets and routes.")
    private Path config = Path.of("notify.yaml");

    @Mixin private RecordOptions where = new RecordOptions();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Where it keeps how far it has come. Default: checkpoints/notify below the"
                            + " output.")
    private @Nullable Path state;

    @Option(names = "--check", description = "Check the file and what it refers to, and end.")
    private boolean checks;

    @Option(
            names = "--test",
            paramLabel = "TARGET",
            description =
                    "Send one notification, opened and cleared, that says it is a test; show what"
                            + " the receiver answered, and end.")
    private @Nullable String test;

    private final Terminal terminal;

    NotifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<String> problems = new ArrayList<>();
        NotifyFile.Notify notify = read(problems);
        Destination destination = destination(problems);
        if (notify != null && test != null && notify.target(test).isEmpty()) {
            problems.add(
                    "--test: there is no target '"
                            + test
                            + "' in "
                            + config
                            + "; there are "
                            + String.join(
                                    ", ",
                                    notify.targets().stream().map(TargetSettings::name).toList()));
        }
        if (!problems.isEmpty() || notify == null) {
            terminal.err().println("sightline: " + new UsageException(problems).getMessage());
            return ExitStatus.USAGE;
        }
        if (checks) {
            notify.targets()
                    .forEach(
                            target ->
                                    terminal.out()
                                            .println(target.name() + ": " + NotifyText.of(target)));
            terminal.out()
                    .println(config + " is right: " + notify.routes().list().size() + " routes.");
            return ExitStatus.FINE;
        }
        return test != null
                ? test(notify.target(test).orElseThrow())
                : run(
                        new NotifyPlan(
                                notify.targets(),
                                notify.routes(),
                                destination,
                                terminal.clock().millis(),
                                NotifyPlan.DEFAULT_INTERVAL,
                                NotifyPaging.of(notify, destination)),
                        notify);
    }

    private NotifyFile.@Nullable Notify read(List<String> problems) {
        try {
            NotifyFile.Notify notify = NotifyFile.read(config);
            NotifyPaging.check(notify, "--config: " + config, problems);
            return notify;
        } catch (ConfigException e) {
            e.problems().forEach(problem -> problems.add("--config: " + problem));
            return null;
        }
    }

    private Destination destination(List<String> problems) {
        if (where.isKafka()) {
            RecordOptions.Topics topics = where.topics(problems);
            if (topics.bootstrapServers().isBlank()) {
                return new FileDestination(where.folder().toString()); // a problem by now
            }
            return KafkaDestination.at(topics.bootstrapServers())
                    .withClientProperties(topics.clientProperties())
                    .withTopics(topics.names());
        }
        FileDestination files = new FileDestination(where.folder(problems).toString());
        if (PagerLane.folder(files).isEmpty()) {
            problems.add(
                    "--output: alerts as they happen are told through files of this machine or"
                            + " through Kafka; "
                            + files.folder()
                            + " is neither");
        }
        return files;
    }

    private int run(NotifyPlan plan, NotifyFile.Notify notify) {
        try {
            OutputCheck.makeReadyForNotification(plan.destination());
            if (ClusterJob.isHere()) {
                NotifyJob.submit(plan);
                return ExitStatus.FINE;
            }
            terminal.out().println("Telling " + NotifyText.line(notify) + ". Ctrl-C ends it.");
            Path kept =
                    state == null
                            ? where.folder().resolve("checkpoints").resolve(NotifiedJob.STATE)
                            : state;
            try (StopSignal stop = StopSignal.install();
                    NotifyRun run = NotifyRun.start(plan, kept.toAbsolutePath())) {
                while (!run.await(LOOK_EVERY)) {
                    if (stop.isWanted()) {
                        run.stop();
                        return ExitStatus.FINE;
                    }
                }
            }
            return ExitStatus.FAILED; // it has no end of its own
        } catch (OutputException e) {
            terminal.err().println("sightline: " + e.getMessage());
            return ExitStatus.USAGE;
        } catch (Exception e) {
            terminal.err().println("sightline: the run failed: " + Failures.describe(e));
            return ExitStatus.FAILED;
        }
    }

    private int test(TargetSettings settings) throws Exception {
        terminal.out().println(settings.name() + ": " + NotifyText.of(settings));
        int status = ExitStatus.FINE;
        try (Target target = settings.open()) {
            for (Letter letter : TestLetter.pair(terminal.clock().millis())) {
                Outcome outcome =
                        target.deliver(letter)
                                .get(
                                        2 * settings.channel().timeout().toMillis(),
                                        TimeUnit.MILLISECONDS);
                terminal.out()
                        .println("  " + letter.page().alert().event() + ": " + describe(outcome));
                if (!(outcome instanceof Outcome.Delivered)) {
                    status = ExitStatus.FAILED;
                }
            }
        }
        return status;
    }

    private static String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Delivered delivered) {
            return "delivered, " + delivered.answer();
        }
        if (outcome instanceof Outcome.Refused refused) {
            return "refused for good, " + refused.reason();
        }
        if (outcome instanceof Outcome.Denied denied) {
            return "denied, " + denied.reason() + "; look at its secrets";
        }
        return "not taken now, " + ((Outcome.Postponed) outcome).reason();
    }
}
