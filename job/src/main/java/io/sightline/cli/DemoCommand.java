package io.sightline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
    DemoCommand(Terminal terminal, JobStarter starter) {}

    @Override
    public Integer call() {
        return 0;
    }
}
